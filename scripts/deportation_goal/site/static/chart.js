// Choose lines, point at a number, save what is shown.
(function () {
	"use strict";
	const SVG = "http://www.w3.org/2000/svg";
	document.querySelectorAll("figure.plot").forEach((figure) => {
		const drawings = figure.querySelectorAll(":scope > svg"), tip = figure.querySelector(".tip"), boxes = figure.querySelectorAll("input");
		const table = document.getElementById("d-" + figure.id), shown = () => [...boxes].filter((box) => box.checked);
		const parts = (n) => [...figure.querySelectorAll(`g[data-s="${n}"]`), ...table.querySelectorAll(`tr[data-s="${n}"]`)];
		const apply = (box) => parts(box.dataset.s).forEach((part) => part.toggleAttribute("hidden", !box.checked));

		const key = figure.id + "=", asked = location.hash.slice(1).split("&").find((part) => part.startsWith(key));
		boxes.forEach((box) => {
			box.disabled = false;
			if (asked !== undefined) box.checked = asked.slice(key.length).split(".").includes(box.dataset.s);
			apply(box);
			box.addEventListener("change", () => {
				apply(box);
				const hash = "#" + key + shown().map((one) => one.dataset.s).join(".");
				try { history.replaceState(null, "", hash); } catch { /* not from a folder */ }
			});
		});

		let pinned = null;
		function show(link) {
			pinned = link;
			tip.hidden = !link;
			if (!link) return;
			tip.textContent = link.getAttribute("aria-label");
			const point = link.querySelector("circle").getBoundingClientRect(), box = figure.getBoundingClientRect();
			tip.style.left = Math.max(0, Math.min(point.left - box.left + 8, box.width - tip.offsetWidth)) + "px";
			tip.style.top = Math.max(0, point.top - box.top - tip.offsetHeight - 4) + "px";
		}
		figure.addEventListener("mouseover", (event) => {
			const link = event.target.closest("svg a");
			if (link) show(link); else if (!tip.contains(event.target)) show(null);
		});
		figure.addEventListener("mouseleave", () => show(null));
		figure.addEventListener("focusin", (event) => show(event.target.closest("svg a")));
		figure.addEventListener("focusout", () => show(null));
		document.addEventListener("keydown", (event) => { if (event.key === "Escape" && pinned) show(null); });

		// Title, legend, sources, version and licence are in the picture.
		function picture() {
			const drawn = [...drawings].find((svg) => getComputedStyle(svg).display !== "none");
			const [, , width, height] = drawn.getAttribute("viewBox").split(" ").map(Number), lines = [];
			const wrap = (text, color) => {
				let line = "";
				text.split(" ").forEach((word) => { if ((line + word).length * 6.3 > width - 40) { lines.push([line.trim(), color]); line = ""; } line += word + " "; });
				lines.push([line.trim(), color]);
			};
			shown().forEach(({ parentNode: label }) => wrap("● " + label.innerText.trim(), getComputedStyle(label.querySelector("svg")).getPropertyValue("--c")));
			const sources = [...new Set([...table.querySelectorAll("tbody tr:not([hidden])")].map((row) => row.cells[4].textContent))].sort();
			wrap("Carried by: " + sources.slice(0, 12).join(", ") + (sources.length > 12 ? " and " + (sources.length - 12) + " others" : "") + ".");
			wrap(figure.dataset.version + ". Bars are what a hedged or rounded statement allows; hollow points are forecasts.");
			const top = 30, total = top + height + lines.length * 17 + 16, style = getComputedStyle(document.body);
			const svg = document.createElementNS(SVG, "svg"), body = drawn.cloneNode(true);
			const set = (node, attributes) => { Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value)); };
			const put = (name, attributes, text) => {
				const node = document.createElementNS(SVG, name);
				set(node, attributes);
				if (text) node.textContent = text;
				svg.append(node);
			};
			const from = drawn.querySelectorAll("path,text,circle"), to = body.querySelectorAll("path,text,circle");
			from.forEach((node, i) => {
				const look = getComputedStyle(node);
				["fill", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "font-weight"].forEach((name) => to[i].setAttribute(name, look.getPropertyValue(name)));
			});
			body.querySelectorAll("[hidden]").forEach((node) => node.remove());
			set(body, { y: top, width, height });
			set(svg, { xmlns: SVG, viewBox: `0 0 ${width} ${total}`, width, height: total, "font-family": "sans-serif", "font-size": 12 });
			put("rect", { width, height: total, fill: style.backgroundColor });
			put("text", { x: 10, y: 20, "font-size": width > 500 ? 16 : 12, "font-weight": 700, fill: style.color }, figure.dataset.title);
			svg.append(body);
			lines.forEach(([text, color], i) => put("text", { x: 10, y: top + height + 18 + i * 17, fill: color || style.color }, text));
			return { text: new XMLSerializer().serializeToString(svg), width, total };
		}
		const ways = {
			svg() { dg.save(new Blob([picture().text], { type: "image/svg+xml" }), figure.id + ".svg"); },
			png() {
				const { text, width, total } = picture(), image = new Image(), canvas = document.createElement("canvas");
				canvas.width = width * 2; canvas.height = total * 2;
				image.onload = () => {
					canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
					canvas.toBlob((blob) => dg.save(blob, figure.id + ".png"));
				};
				image.src = "data:image/svg+xml," + encodeURIComponent(text);
			},
			csv() {
				const rows = [table.tHead.rows[0], ...table.querySelectorAll("tbody tr:not([hidden])")];
				dg.saveRows(rows.map((row, i) => [...Array.from(row.cells, (cell) => cell.textContent), i ? /s\/([^/]*)\.html/.exec(row.querySelector("a").href)[1] : "id"]), figure.id);
			},
		};
		figure.querySelector(".save").hidden = false;
		figure.querySelectorAll("[data-save]").forEach((button) => button.addEventListener("click", ways[button.dataset.save]));
	});
})();
