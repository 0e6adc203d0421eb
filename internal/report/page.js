
"use strict";
(() => {
  const form = document.getElementById("filter"), list = document.getElementById("list"), shown = document.getElementById("shown");
  const articles = [...list.querySelectorAll("article")], pictures = document.getElementById("pictures");
  const drawn = pictures ? [...pictures.querySelectorAll("details")] : [];
  const texts = new Map();
  const textOf = a => { if (!texts.has(a)) texts.set(a, a.textContent.toLowerCase()); return texts.get(a); };
  const count = (items, key) => { const n = new Map(); for (const a of items) n.set(a.dataset[key], (n.get(a.dataset[key]) || 0) + 1); return n; };

  for (const [rule, n] of [...count(articles, "r")].sort((a, b) => a[0] < b[0] ? -1 : 1)) form.elements.r.append(new Option(rule + " (" + n + ")", rule));

  // group puts the articles under a heading for each value of a key, the pictures of workloads with them.
  let grouped = "f";
  const group = by => {
    if (by === grouped) return;
    grouped = by;
    const sections = new Map();
    for (const a of articles) {
      const key = a.dataset[by];
      if (!sections.has(key)) {
        const section = document.createElement("section"), head = document.createElement("h2");
        head.textContent = key;
        section.append(head);
        for (const d of drawn) if (by === "w" && d.dataset.w === key) section.append(d);
        sections.set(key, section);
      }
      sections.get(key).append(a);
    }
    let ordered = [...sections];
    if (by === "r") { const n = count(articles, "r"); ordered.sort((a, b) => n.get(b[0]) - n.get(a[0])); }
    list.replaceChildren(...ordered.map(s => s[1]));
    if (by !== "w" && pictures) pictures.append(...drawn);
  };

  const apply = () => {
    const e = form.elements, words = e.q.value.toLowerCase().split(/\s+/).filter(w => w);
    const severities = new Set([...form.querySelectorAll("[name=s]:checked")].map(c => c.value));
    group(e.by.value);
    let n = 0;
    for (const a of articles) {
      a.hidden = !severities.has(a.dataset.s) || e.r.value && a.dataset.r !== e.r.value || !words.every(w => textOf(a).includes(w));
      if (!a.hidden) n++;
    }
    for (const s of list.querySelectorAll("section")) s.hidden = !s.querySelector("article:not([hidden])");
    if (pictures) pictures.hidden = grouped === "w";
    shown.textContent = n + " of " + articles.length + " shown";
  };

  // fill puts the picture, which is a text until then, into its place.
  const fill = d => {
    const n = d.querySelector("noscript");
    if (n) { n.insertAdjacentHTML("beforebegin", n.textContent); n.remove(); }
  };

  // follow shows what the address names, whatever is filtered.
  const follow = () => {
    const to = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!to) return;
    if (to.hidden || to.closest("[hidden]")) { const by = form.elements.by.value; form.reset(); form.elements.by.value = by; apply(); }
    if (to.tagName === "DETAILS") { fill(to); to.open = true; }
    to.scrollIntoView();
  };

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", e => e.preventDefault());
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => { for (const d of drawn) { fill(d); d.open = true; } });
  for (const d of drawn) d.addEventListener("toggle", () => fill(d));
  apply();
  if (location.hash) follow();
})();
