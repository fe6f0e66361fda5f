// Reads every table of a package with the npm client `datapackage`, follows every foreign key, prints the keys as JSON.
'use strict';
const path = require('path');
const { Package } = require('datapackage');

async function main(folder) {
  const descriptor = path.join(folder, 'datapackage.json');
  const opened = await Package.load(descriptor, { basePath: folder });
  const report = { valid: opened.valid, errors: opened.errors.map((error) => error.message), tables: {} };
  for (const resource of opened.resources) {
    const key = resource.schema.primaryKey[0];
    // A key that is a reference too comes as the row that it refers to.
    const reference = resource.schema.foreignKeys.find((item) => item.fields[0] === key);
    const keyOf = (row) => (reference ? row[key][reference.reference.fields[0]] : row[key]);
    try {
      const rows = await resource.read({ keyed: true, relations: true });
      report.tables[resource.name] = rows.map(keyOf);
    } catch (error) {
      const causes = error.multiple ? error.errors : [error];
      report.errors.push(...causes.map((cause) => `${resource.name}: ${cause.message}`));
    }
  }
  process.stdout.write(JSON.stringify(report));
}

main(process.argv[2]).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
