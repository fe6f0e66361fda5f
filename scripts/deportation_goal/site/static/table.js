// The list of figures: filter, sort, save. Its data calls dg.table.
window.dg = window.dg || {};
(function () {
	"use strict";
	const SHOWN = [["value_text", "Printed"], ["indicator", "Counted"], ["value", "Value"], ["period", "Period"], ["attributed_to_name", "Said by"], ["publisher", "Carried by"], ["verdict", "Verdict"]];
	const PAGE = 100, at = (id) => document.getElementById(id), words = (code) => code.replace(/_/g, " ");
	let data, count, searched, order, view, from = 0;
	const cell = (column, i) => { const values = data[column]; return values.d ? values.d[values.i[i]] : values[i]; };

	window.dg.table = function (given) {
		data = given;
		count = data.figure_id.length;
		order = Array.from({ length: count }, (_, i) => i);
		searched = order.map((i) => ["figure_id", "value_text", "value", "indicator", "period", "area_name", "attributed_to_name", "publisher"].map((column) => cell(column, i)).join(" ").toLowerCase());
		const head = document.querySelector("#tbl thead tr");
		SHOWN.forEach(([column, title]) => {
			const th = document.createElement("th"), button = document.createElement("button");
			th.scope = "col";
			button.type = "button";
			button.textContent = title;
			button.addEventListener("click", () => {
				const up = th.getAttribute("aria-sort") !== "ascending";
				head.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
				th.setAttribute("aria-sort", up ? "ascending" : "descending");
				sort(column, up ? 1 : -1);
			});
			th.append(button);
			head.append(th);
		});
		document.querySelectorAll("select[data-col]").forEach((select) => {
			data[select.dataset.col].d.forEach((value, i) => {
				const option = document.createElement("option");
				option.value = i;
				option.textContent = words(value) || "(none)";
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
			SHOWN.forEach(([column], place) => {
				const td = document.createElement(place ? "td" : "th"), text = cell(column, i);
				if (place) td.textContent = column === "value" ? Number(text).toLocaleString("en") : column === "verdict" ? words(text) : text;
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
		at("count").textContent = view.length.toLocaleString("en") + " of " + count.toLocaleString("en") + " figures" + (view.length > PAGE ? "; rows " + (from + 1).toLocaleString("en") + " to " + Math.min(from + PAGE, view.length).toLocaleString("en") : "");
	}
	function save() {
		const columns = Object.keys(data), quoted = (text) => /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
		const lines = [columns, ...view.map((i) => columns.map((column) => cell(column, i)))].map((cells) => cells.map(quoted).join(","));
		const link = document.createElement("a");
		link.href = URL.createObjectURL(new Blob([lines.join("\r\n") + "\r\n"], { type: "text/csv" }));
		link.download = "figures.csv";
		link.click();
	}
})();
