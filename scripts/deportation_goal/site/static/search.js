// Each word must be in a row; whole words and names come first. Its data calls dg.search.
window.dg = window.dg || {};
(function () {
	"use strict";
	const KINDS = { F: "Figure", Q: "Quote", O: "Obstacle or help", C: "Role of a country", S: "Source", I: "What is counted", A: "Speaker or publisher", P: "Country", N: "Official series" };
	const MOST = 50, at = (id) => document.getElementById(id);
	const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
	const letters = (text) => text.replace(/(\d)[,.\u00a0 ](?=\d{3}\b)/g, "$1");
	let entries, names, texts;

	window.dg.search = function (given) {
		entries = given;
		names = entries.map((entry) => " " + letters(fold(entry[2])));
		texts = entries.map((entry, i) => names[i] + " " + letters(fold(entry[3] + " " + entry[4] + " " + entry[0].split("/")[1])));
		document.querySelector(".off").hidden = true;
		document.querySelector(".filters").hidden = false;
		at("q").addEventListener("input", run);
		at("q").form.addEventListener("submit", (event) => event.preventDefault());
		const asked = /^#q=(.*)$/.exec(location.hash);
		if (asked) try { at("q").value = decodeURIComponent(asked[1]); } catch (_) { /* not ours */ }
		run();
	};
	function score(i, wanted) {
		let points = "IAPN".includes(entries[i][1]) ? 2 : 0;
		for (const word of wanted) {
			if (!texts[i].includes(word)) return 0;
			points += texts[i].includes(" " + word) ? 2 : 1;
			if (names[i].includes(" " + word)) points += 1;
		}
		return points;
	}
	function run() {
		const wanted = letters(fold(at("q").value)).split(/\s+/).filter(Boolean), list = document.createElement("ol");
		const hits = [];
		if (wanted.length) for (let i = 0; i < entries.length; i++) { const points = score(i, wanted); if (points) hits.push([points, i]); }
		hits.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
		list.id = "hits";
		hits.slice(0, MOST).forEach(([, i]) => {
			const [path, kind, name, more, carrier] = entries[i], item = document.createElement("li"), link = document.createElement("a"), rest = document.createElement("span");
			link.href = path + ".html";
			link.textContent = name;
			rest.className = "soft";
			rest.textContent = " " + KINDS[kind] + (more ? ". " + more : "") + (carrier ? " (" + carrier + ")" : "");
			item.append(link, rest);
			list.append(item);
		});
		at("hits").replaceWith(list);
		at("count").textContent = wanted.length ? hits.length.toLocaleString("en") + " found" + (hits.length > MOST ? ", the first " + MOST + " are shown" : "") : "";
		if (wanted.length) try { history.replaceState(null, "", "#q=" + encodeURIComponent(at("q").value)); } catch (_) { /* not from a folder */ }
	}
})();
