"""Apache Parquet: a file for each table, with real types, the codes as dictionaries, and the descriptions as metadata.

Whole numbers are int64, numbers float64 (what would not survive is refused before), dates date32, booleans bool,
coded columns dictionaries of strings, texts that hold a list lists of strings, all other text strings. A missing value is
null.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package, Resource
from deportation_goal.package.schema import Field, TableSchema
from deportation_goal.release.artefacts.release_format import CellRows, Format
from deportation_goal.release.artefacts.typed_cells import cell_of, cell_rows, is_coded

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH: Final = 65_536
_VERSION: Final = b"deportation_goal.version"


def write(package: Package) -> None:
    """Write the file of every table."""
    import pyarrow.parquet as pq

    for resource in package.resources:
        target = package.file(FORMAT.path(resource.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(_table(package, resource), target, compression="zstd", write_page_checksum=True)


def _table(package: Package, resource: Resource) -> pa.Table:
    import pyarrow as pa

    texts = _strings(package, resource)
    columns = [_typed(texts.column(field.name), field) for field in resource.schema.fields]
    return pa.Table.from_arrays(columns, schema=_schema(package, resource))


def _schema(package: Package, resource: Resource) -> pa.Schema:
    import pyarrow as pa

    fields = [
        pa.field(
            field.name,
            _arrow_type(field),
            nullable=not field.required,
            metadata={"title": field.title, "description": field.description},
        )
        for field in resource.schema.fields
    ]
    return pa.schema(fields, metadata=_metadata(package, resource))


def _strings(package: Package, resource: Resource) -> pa.Table:
    """Return the cells as text, null where missing."""
    import pyarrow as pa
    from pyarrow import csv

    names = resource.schema.columns
    return csv.read_csv(
        package.file(resource.path),
        read_options=csv.ReadOptions(column_names=names, skip_rows=1, block_size=1 << 26),
        parse_options=csv.ParseOptions(ignore_empty_lines=False),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )


def _arrow_type(field: Field) -> pa.DataType:
    import pyarrow as pa

    if is_coded(field):
        return pa.dictionary(pa.int32(), pa.string())
    if field.separator:
        return pa.list_(pa.string())
    types: Mapping[str, pa.DataType] = {
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    return types.get(field.type, pa.string())


def _typed(column: pa.ChunkedArray, field: Field) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    if field.separator:
        return pc.split_pattern(column, field.separator).cast(_arrow_type(field))
    if not is_coded(field):
        return column.cast(_arrow_type(field))
    # The dictionary is the code list, whole and in its order, as a frame of dg.load has it.
    codes = _strings_of(field.enum)
    chunks = [
        pa.DictionaryArray.from_arrays(pc.index_in(chunk, value_set=codes).cast(pa.int32()), codes)
        for chunk in column.chunks
    ]
    return pa.chunked_array(chunks, type=_arrow_type(field))


def _strings_of(values: Sequence[str]) -> pa.StringArray:
    """Return texts as an array: `pyarrow.array` would load pandas just to see that they are not its objects."""
    import pyarrow as pa

    texts = [value.encode() for value in values]
    ends = array("i", accumulate(map(len, texts), initial=0))
    return pa.StringArray.from_buffers(len(texts), pa.py_buffer(ends), pa.py_buffer(b"".join(texts)))


def _metadata(package: Package, resource: Resource) -> dict[str, str]:
    """Return what a reader of one file should know; keys with a prefix, as other programs add theirs."""
    descriptor: Mapping[str, Any] = package.descriptor
    metadata = {
        "package": descriptor["name"],
        "version": package.version,
        "created": descriptor["created"],
        "table": resource.name,
        "title": resource.schema.title,
        "description": resource.schema.description,
        "primary_key": resource.schema.primary_key,
        "licenses": " ".join(member["name"] for member in descriptor.get("licenses", ())),
    }
    return {f"deportation_goal.{name}": str(value) for name, value in metadata.items()}


def read(package: Package, resource: Resource) -> Iterator[tuple[str, ...]]:
    """Read a table back.

    Raises:
        UserError: If it cannot be read, or has other columns.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields = resource.schema.fields
    try:
        with pq.ParquetFile(package.file(FORMAT.path(resource.name)), page_checksum_verification=True) as file:
            if tuple(file.schema_arrow.names) != resource.schema.columns:
                raise UserError("has other columns than its schema")
            for batch in file.iter_batches(_BATCH):
                columns = zip(fields, batch.columns, strict=True)
                values = zip(*(_joined(field, column.to_pylist()) for field, column in columns), strict=True)
                yield from cell_rows(fields, values)
    except (OSError, pa.ArrowException) as error:
        raise UserError(f"cannot be read: {error}") from None


def as_csv(path: Path, schema: TableSchema) -> bytes:
    """Return the CSV that a file was made from, as `write` makes it or with every column as text.

    Raises:
        UserError: If it cannot be read, or has other columns.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
        if tuple(table.column_names) != schema.columns:
            raise UserError(f"{path} has other columns than its schema")
        cells = [_quoted(_texts(column, field)) for column, field in zip(table.columns, schema.fields, strict=True)]
        lines = pc.binary_join_element_wise(*cells, ",", null_handling="replace", null_replacement="")
    except (OSError, pa.ArrowException) as error:
        raise UserError(f"{path} cannot be read: {error}") from None
    return ("\n".join((",".join(schema.columns), *lines.to_pylist())) + "\n").encode()


def _quoted(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return cells as they are written in a CSV."""
    import pyarrow.compute as pc

    doubled = pc.binary_join_element_wise('"', pc.replace_substring(cells, '"', '""'), '"', "")
    return pc.if_else(pc.match_substring_regex(cells, '[,"\r\n]'), doubled, cells)


def _texts(column: pa.ChunkedArray, field: Field) -> pa.ChunkedArray:
    """Return a column as text, null where missing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_list(column.type):
        return pc.binary_join(column, field.separator)
    if not pa.types.is_floating(column.type):
        return column.cast(pa.string())
    # Arrow writes 1e+06 where people write 1000000; there are few different numbers.
    coded = column.combine_chunks().dictionary_encode()
    texts = pa.array([cell_of(field, value) for value in coded.dictionary.to_pylist()], pa.string())
    return pa.chunked_array([texts.take(coded.indices)])


def _joined(field: Field, values: list[Any]) -> list[Any]:
    """Return the values of a column, a list of strings as the cell that it was made from."""
    if not field.separator:
        return values
    return [
        field.separator.join(value)
        if isinstance(value, list) and all(isinstance(item, str) for item in value)
        else value
        for value in values
    ]


def named_version(package: Package, resource: Resource) -> str | None:
    """Return the version in the metadata of a table's file.

    Raises:
        UserError: If it cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        metadata = pq.read_schema(package.file(FORMAT.path(resource.name))).metadata or {}
    except (OSError, pa.ArrowException) as error:
        raise UserError(f"cannot be read: {error}") from None
    return str(metadata.get(_VERSION, b"").decode("utf-8", "replace"))


def structure(package: Package, as_written: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the columns with another type or description, and the files with other metadata.

    Raises:
        UserError: If a file cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    for resource in package.resources:
        if resource.name in as_written:
            continue
        path = FORMAT.path(resource.name)
        try:
            found = pq.read_schema(package.file(path))
        except (OSError, pa.ArrowException) as error:
            raise UserError(f"cannot be read: {error}") from None
        yield from ((path, difference) for difference in _differences(_schema(package, resource), found))


def _differences(expected: pa.Schema, found: pa.Schema) -> Iterator[str]:
    for field in expected:
        other = found.field(field.name) if found.get_field_index(field.name) >= 0 else None
        # That a column is missing is reported where the values are compared.
        if other is not None and not field.equals(other):
            yield f"{field.name} is {_described(other)} here, and {_described(field)} in a release of this version"
        elif other is not None and field.metadata != other.metadata:
            yield f"{field.name} has another title or description than in its schema"
    here, there = found.metadata or {}, expected.metadata or {}
    # The version is a question of its own.
    names = sorted({**there, **here}.keys() - {_VERSION})
    differing = [name.decode("utf-8", "replace") for name in names if there.get(name) != here.get(name)]
    if differing:
        yield f"the metadata differ in {', '.join(differing)}"


def as_written(package: Package, rows: CellRows) -> list[str]:
    """Return the tables whose file has the rows, types and descriptions that `write` gives it."""
    import pyarrow as pa

    kept = pa.default_memory_pool()
    # Arrow's own pool keeps what was freed: with that of the system, the tables together take as much as the largest.
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        return [name for name in rows if _is_as_written(package, package.resource(name))]
    finally:
        pa.set_memory_pool(kept)


def _is_as_written(package: Package, resource: Resource) -> bool:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # Arrow reads the CSV in less time than it takes the rows.
        expected = _table(package, resource)
        with pq.ParquetFile(package.file(FORMAT.path(resource.name)), page_checksum_verification=True) as file:
            # Rows are read only if they are as many as there should be: more might not fit into memory.
            if file.metadata.num_rows != expected.num_rows or any(_differences(expected.schema, file.schema_arrow)):
                return False
            return bool(file.read().equals(expected))
    except (OSError, pa.ArrowException):
        # Why it cannot be read is said where the values are compared.
        return False


def _described(field: pa.Field) -> str:
    return f"{field.type}, {'may be empty' if field.nullable else 'never empty'}"


FORMAT: Final = Format(
    title="Parquet",
    place=10,
    folder="formats/parquet",
    extension=".parquet",
    media_type="application/vnd.apache.parquet",
    write=write,
    read=read,
    named_version=named_version,
    as_written=as_written,
    structure=structure,
    is_packed=True,
)
