// Why: a label on every variant, which opens and closes it, and says who reads it and by which rule.
(() => {
  "use strict";
  const tip = document.createElement("div");
  Object.assign(tip, { id: "page-why-tip", role: "tooltip", hidden: true });
  document.body.append(tip);

  const tell = (label, words) => {
    tip.textContent = words;
    tip.hidden = false;
    const { left, bottom } = label.getBoundingClientRect();
    const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.left = `${Math.max(8, Math.min(left, room)) + scrollX}px`;
    tip.style.top = `${bottom + scrollY + 4}px`;
  };

  for (const one of document.querySelectorAll(".page-why[data-readers]")) {
    const hidden = one.classList.contains("page-why-hidden");
    const label = document.createElement("button");
    const { readers, place, why } = one.dataset;
    Object.assign(label, { type: "button", className: "page-why-label", textContent: readers });
    label.setAttribute("aria-label", `For ${readers}, ${place}`);
    label.setAttribute("aria-describedby", tip.id);
    if (hidden) label.setAttribute("aria-expanded", "false");
    label.addEventListener("click", () => {
      if (hidden) label.setAttribute("aria-expanded", String(one.classList.toggle("page-why-open")));
      parent.postMessage({ place }, location.origin);
    });
    for (const event of ["mouseenter", "focus"]) label.addEventListener(event, () => tell(label, `${place}\n${why}`));
    for (const event of ["mouseleave", "blur"]) label.addEventListener(event, () => { tip.hidden = true; });
    (one.tagName === "TR" ? one.querySelector("td") : one).prepend(label);
  }
  addEventListener("keydown", (event) => { if (event.key === "Escape") tip.hidden = true; });
})();
