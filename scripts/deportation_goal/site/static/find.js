// Leaves the folded parts of a page that contain some words.
const input = document.getElementById("q");
input.parentNode.parentNode.hidden = false;
input.addEventListener("input", () => document.querySelectorAll("main > details").forEach((part) => {
	part.hidden = !part.textContent.toLowerCase().includes(input.value.toLowerCase());
}));
