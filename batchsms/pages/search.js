"use strict";
const field = document.getElementById("search");
const rows = [...document.querySelectorAll("#failed tbody tr")];
const plain = (text) => text.toLocaleLowerCase("tr").normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/ı/g, "i");
const texts = rows.map((row) => plain(row.textContent));
field.closest("p").hidden = false;
field.addEventListener("input", () => {
  const wanted = plain(field.value.trim());
  rows.forEach((row, at) => { row.hidden = !texts[at].includes(wanted); });
});
