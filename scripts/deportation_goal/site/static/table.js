// The list of figures: filter, sort, save. Its data calls dg.table.
(function () {
	"use strict";
	const PAGE = 100, at = (id) => document.getElementById(id), said = (number) => number.toLocaleString("en"), heads = document.querySelectorAll("#tbl th");
	let data, count, searched, order, view, from = 0;
	const cell = (column, i, form) => { const values = data[column]; return values.i ? (values[form] || values.d)[values.i[i]] : values[i]; };

	dg.table = function (given) {
		data = given;
		count = data.figure_id.length;
		order = Array.from({ length: count }, (_, i) => i);
		searched = order.map((i) => (["figure_id", "value_text", "value", "indicator", "period", "area_name", "attributed_to_name", "publisher"].map((column) => cell(column, i)).join(" ") + " " + cell("period", i, "w")).toLowerCase());
		heads.forEach((th) => th.firstChild.addEventListener("click", () => {
			const up = th.getAttribute("aria-sort") !== "ascending";
			heads.forEach((other) => other.removeAttribute("aria-sort"));
			th.setAttribute("aria-sort", up ? "ascending" : "descending");
			sort(th.dataset.col, up ? 1 : -1);
		}));
		document.querySelectorAll("select[data-col]").forEach((select) => {
			const values = data[select.dataset.col];
			(values.w || values.d).forEach((value, i) => {
				const option = document.createElement("option");
				option.value = i;
				option.textContent = value || "(none)";
				select.append(option);
			});
			select.addEventListener("change", filter);
		});
		at("q").addEventListener("input", filter);
		at("prev").addEventListener("click", () => move(-PAGE));
		at("next").addEventListener("click", () => move(PAGE));
		at("csv").addEventListener("click", save);
		document.querySelector(".off").hidden = true;
		document.querySelectorAll(".filters,.on,.pager").forEach((part) => { part.hidden = false; });
		filter();
	};
	function sort(column, sign) {
		const values = data[column];
		let key;
		if (column === "value") key = order.map((_, i) => Number(values[i]));
		else if (values.d) key = values.i;
		else {
			key = new Array(count);
			order.slice().sort((a, b) => values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : 0).forEach((i, place) => { key[i] = place; });
		}
		order.sort((a, b) => (key[a] - key[b]) * sign || a - b);
		filter();
	}
	function filter() {
		const wanted = at("q").value.toLowerCase().split(/\s+/).filter(Boolean), chosen = [];
		document.querySelectorAll("select[data-col]").forEach((select) => { if (select.value !== "") chosen.push([data[select.dataset.col].i, Number(select.value)]); });
		view = order.filter((i) => chosen.every(([places, place]) => places[i] === place) && wanted.every((word) => searched[i].includes(word)));
		from = 0;
		draw();
	}
	function move(step) {
		if (from + step < 0 || from + step >= view.length) return;
		from += step;
		draw();
	}
	function draw() {
		const body = document.createElement("tbody");
		view.slice(from, from + PAGE).forEach((i) => {
			const row = document.createElement("tr");
			heads.forEach((head, place) => {
				const td = document.createElement(place ? "td" : "th"), text = cell(head.dataset.col, i, "w");
				td.className = head.className;
				if (place) td.textContent = td.className ? said(Number(text)) : text;
				else {
					const link = document.createElement("a");
					td.scope = "row";
					link.href = "s/" + data.figure_id[i] + ".html";
					link.textContent = text;
					td.append(link);
				}
				row.append(td);
			});
			body.append(row);
		});
		document.querySelector("#tbl tbody").replaceWith(body);
		at("prev").disabled = from === 0;
		at("next").disabled = from + PAGE >= view.length;
		at("count").textContent = said(view.length) + " of " + said(count) + " figures" + (view.length > PAGE ? "; rows " + said(from + 1) + " to " + said(Math.min(from + PAGE, view.length)) : "");
	}
	function save() {
		const columns = Object.keys(data);
		dg.saveRows([columns, ...view.map((i) => columns.map((column) => cell(column, i)))], "figures");
	}
})();
