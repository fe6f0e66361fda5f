// Looks for passages in a copy of a text: the evidence stream and its SHA-256, as the tool has them.
(function () {
	"use strict";
	const DASH = /[-\u058a\u05be\u1400\u1806\u2010-\u2015\u2212\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0\u{10ead}]/gu;
	const KEPT = /[\p{L}\p{N}]+|[%$£€]|(?<=\p{Nd})[.,](?=\p{Nd})|-(?=\p{Nd})/gu;
	const stream = (text) => (text.normalize("NFKC").toLowerCase().replace(DASH, "-").match(KEPT) || []).join("");

	// SHA-256 (FIPS 180-4): the browser's own works on secure addresses only.
	const K = new Int32Array(64), FIRST = new Int32Array(8), w = new Int32Array(64);
	const fraction = (x) => (x - Math.floor(x)) * 4294967296 | 0;
	for (let n = 0, p = 2; n < 64; p++) {
		let prime = true;
		for (let d = 2; d * d <= p; d++) if (p % d === 0) prime = false;
		if (!prime) continue;
		if (n < 8) FIRST[n] = fraction(Math.sqrt(p));
		K[n++] = fraction(Math.cbrt(p));
	}
	const turn = (x, n) => x >>> n | x << 32 - n;
	function sha256(bytes, from, to) {
		const length = to - from, blocks = length + 72 >> 6, data = new Uint8Array(blocks * 64), h = Int32Array.from(FIRST);
		data.set(bytes.subarray(from, to));
		data[length] = 128;
		const view = new DataView(data.buffer);
		view.setUint32(blocks * 64 - 8, Math.floor(length / 536870912));
		view.setUint32(blocks * 64 - 4, length * 8 >>> 0);
		for (let block = 0; block < blocks; block++) {
			for (let i = 0; i < 16; i++) w[i] = view.getInt32(block * 64 + i * 4);
			for (let i = 16; i < 64; i++) {
				const x = w[i - 15], y = w[i - 2];
				w[i] = w[i - 16] + w[i - 7] + (turn(x, 7) ^ turn(x, 18) ^ x >>> 3) + (turn(y, 17) ^ turn(y, 19) ^ y >>> 10) | 0;
			}
			let [a, b, c, d, e, f, g, k] = h;
			for (let i = 0; i < 64; i++) {
				const one = k + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + K[i] + w[i] | 0;
				const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
				k = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
			}
			h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e; h[5] += f; h[6] += g; h[7] += k;
		}
		return h;
	}
	const hex = (h) => Array.from(h, (x) => (x >>> 0).toString(16).padStart(8, "0")).join("");

	// Positions count code points: `at` has the byte at which each begins.
	function prepare(text) {
		const points = Array.from(stream(text)), bytes = new TextEncoder().encode(points.join("")), at = new Int32Array(points.length + 1);
		points.forEach((point, i) => {
			const code = point.codePointAt(0);
			at[i + 1] = at[i] + (code < 128 ? 1 : code < 2048 ? 2 : code < 65536 ? 3 : 4);
		});
		return { bytes, at, length: points.length };
	}
	// Where the passage is, nearest to its place first: null for nowhere, undefined where the text is too short.
	function find(copy, start, end, hash) {
		const size = end - start, last = copy.length - size;
		if (last < 0) return undefined;
		const wanted = hash.match(/.{8}/g).map((part) => parseInt(part, 16) | 0);
		const is = (p) => p >= 0 && p <= last && sha256(copy.bytes, copy.at[p], copy.at[p + size]).every((x, i) => x === wanted[i]);
		if (is(start)) return start;
		for (let d = 1; start - d >= 0 || start + d <= last; d++) {
			if (is(start - d)) return start - d;
			if (is(start + d)) return start + d;
		}
		return null;
	}

	// What a reader sees of a page: elements inside a line put no space into it.
	const UNSEEN = /^(script|style|noscript|iframe|noembed|noframes|title|textarea|template|svg|math|object|audio|video|canvas|select|datalist|meter|progress|rp)$/;
	const INLINE = /^(a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|nobr|q|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr)$/;
	function seen(node) {
		if (node.nodeType === 3) return node.data;
		const name = (node.localName || "").toLowerCase();
		if (UNSEEN.test(name) || node.hidden || (node.style && node.style.display === "none")) return "";
		const inside = Array.from(node.childNodes, seen).join("");
		return INLINE.test(name) ? inside : "\n" + inside + "\n";
	}
	const page = (markup) => seen(new DOMParser().parseFromString(markup, "text/html").documentElement);

	const SAYS = {
		place: "In place: your copy has this passage where the row says.",
		moved: (n) => "Elsewhere in your copy, " + n.toLocaleString("en") + " characters " + (n < 0 ? "earlier" : "later") + ". That is normal: we often held an excerpt.",
		not: "Not found, word for word: this is another edition, or a part of the text.",
		short: "Too short: the passage is longer than this text.",
	};
	// What became of a passage in a copy, whether that is good, and how far it has moved.
	function check({ dataset: { start, end, sha256: hash } }, copy) {
		const found = find(copy, +start, +end, hash), by = found - start;
		return found === undefined ? ["short", "no"] : found === null ? ["not", "no"] : [by ? "moved" : "place", "ok", by];
	}
	function run(form, out, text) {
		const copy = prepare(text), rows = document.querySelectorAll("tr[data-sha256]");
		if (form.dataset.sha256) {
			const [what, look, by] = check(form, copy);
			out.className = look;
			out.textContent = by ? SAYS.moved(by) : SAYS[what];
			return;
		}
		let good = 0;
		document.querySelectorAll(".check").forEach((cell) => { cell.hidden = false; });
		rows.forEach((row) => {
			const [what, look] = check(row, copy), cell = row.querySelector("td.check");
			good += look === "ok";
			cell.className = "check " + look;
			cell.textContent = { place: "in place", moved: "elsewhere", not: "not found", short: "too short" }[what];
		});
		out.className = good ? "ok" : "no";
		out.textContent = good + " of " + rows.length + " passages are in your copy" + (good < rows.length ? "; the others are not, word for word." : ".");
	}
	document.querySelectorAll("form.verify").forEach((form) => {
		const area = form.querySelector("textarea"), file = form.querySelector("input"), out = form.querySelector("output");
		form.hidden = false;
		form.addEventListener("submit", (event) => { event.preventDefault(); run(form, out, area.value); });
		file.addEventListener("change", () => {
			if (!file.files[0]) return;
			file.files[0].text().then((text) => {
				area.value = /\.html?$/i.test(file.files[0].name) ? page(text) : text;
				run(form, out, area.value);
			});
		});
	});
	window.dgVerify = {
		stream, page,
		hash(text) { const bytes = new TextEncoder().encode(text); return hex(sha256(bytes, 0, bytes.length)); },
	};
})();
