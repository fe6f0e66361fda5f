// Each word must be in a row; whole words and names come first. A word that no row has is taken for a slip, of one letter,
// of the most frequent word that it can be. Its data calls dg.search.
window.dg = window.dg || {};
(function () {
	"use strict";
	const MOST = 50, at = (id) => document.getElementById(id);
	const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/(\d)[,.\u00a0 ](?=\d{3}\b)/g, "$1");
	const known = new Map();
	let entries, kinds, names, texts;

	dg.search = function (given) {
		({ entries, kinds } = given);
		names = entries.map((entry) => " " + fold(entry[2]));
		texts = entries.map((entry, i) => names[i] + " " + fold(entry[3] + " " + entry[4] + " " + entry[0].split("/")[1]));
		texts.forEach((text) => (text.match(/\p{L}{4,}/gu) || []).forEach((word) => known.set(word, (known.get(word) || 0) + 1)));
		document.querySelector(".off").hidden = true;
		document.querySelector(".filters").hidden = false;
		at("q").addEventListener("input", run);
		const asked = /^#q=(.*)$/.exec(location.hash);
		if (asked) try { at("q").value = decodeURIComponent(asked[1]); } catch { /* not ours */ }
		run();
	};
	function score(i, wanted) {
		let points = "IAPN".includes(entries[i][1]) ? 2 : 0;
		for (const word of wanted) {
			if (!texts[i].includes(word)) return 0;
			points += texts[i].includes(" " + word) ? 2 : 1;
			const place = names[i].indexOf(" " + word);
			points += place < 0 ? 0 : place ? 1 : 2;
		}
		return points;
	}
	function mended(word) {
		if (!/^\p{L}{4,}$/u.test(word) || texts.some((text) => text.includes(word))) return word;
		const slips = Array.from(word, (letter, i) => {
			const before = word.slice(0, i), after = word.slice(i + 1);
			return `${before}\\p{L}?${after}|${before}\\p{L}${letter}${after}|${before}${after.slice(0, 1)}${letter}${after.slice(1)}`;
		});
		const slip = new RegExp("^(" + slips.join("|") + ")", "u");
		let best = word, most = 0;
		known.forEach((count, one) => { if (count > most && slip.test(one)) [best, most] = [slip.exec(one)[0], count]; });
		return best;
	}
	function run() {
		const asked = fold(at("q").value).split(/\s+/).filter(Boolean), wanted = asked.map(mended), list = document.createElement("ol"), hits = [];
		let count = 0;
		if (wanted.length) for (let i = 0; i < entries.length; i++) {
			const points = score(i, wanted);
			if (points) { (hits[points] = hits[points] || []).push(i); count++; }
		}
		list.id = "hits";
		hits.reverse().flat().slice(0, MOST).forEach((i) => {
			const [path, kind, name, more, carrier] = entries[i], item = document.createElement("li"), link = document.createElement("a"), rest = document.createElement("span");
			link.href = path + ".html";
			link.textContent = name;
			rest.className = "soft";
			rest.textContent = " " + kinds[kind] + (more ? ". " + more : "") + (carrier ? " (" + carrier + ")" : "");
			item.append(link, rest);
			list.append(item);
		});
		at("hits").replaceWith(list);
		at("count").textContent = wanted.length ? count.toLocaleString("en") + " found" + (wanted.join(" ") === asked.join(" ") ? "" : " for “" + wanted.join(" ") + "”") + (count > MOST ? ", the first " + MOST + " are shown" : "") : "";
		if (wanted.length) try { history.replaceState(null, "", "#q=" + encodeURIComponent(at("q").value)); } catch { /* not from a folder */ }
	}
})();
