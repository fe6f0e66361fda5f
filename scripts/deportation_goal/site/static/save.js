// Saves what a page shows.
window.dg = window.dg || {};
dg.save = function (blob, name) {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(blob);
	link.download = name;
	link.click();
};
dg.saveRows = function (rows, name) {
	const quoted = (text) => /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
	dg.save(new Blob([rows.map((row) => row.map(quoted).join(",") + "\r\n").join("")], { type: "text/csv" }), name + ".csv");
};
