"use strict";
// Lights what belongs together; the page says everything without it.
(() => {
  const named = [...document.querySelectorAll("[data-nodes]")];
  const nodesOf = (element) => element.dataset.nodes.split(" ");
  const using = new Map();
  for (const element of named)
    for (const node of nodesOf(element)) using.set(node, [...(using.get(node) || []), element]);
  const lit = new Set();
  const light = (element) => element && (element.classList.add("lit"), lit.add(element));
  const clear = () => { lit.forEach((one) => one.classList.remove("lit")); lit.clear(); };
  const show = (target) => {
    clear();
    const node = target.closest(".node[id]");
    if (node) [node, ...(using.get(node.id) || [])].forEach(light);
    const element = target.closest("[data-nodes]");
    if (!element) return;
    light(element);
    for (const name of nodesOf(element)) {
      light(document.getElementById(name));
      if (element.closest(".path")) (using.get(name) || []).forEach(light);
    }
  };
  document.addEventListener("mouseover", (event) => show(event.target));
  document.addEventListener("focusin", (event) => show(event.target));
  document.addEventListener("focusout", clear);
  const opened = [];
  addEventListener("beforeprint", () => document.querySelectorAll("details:not([open])")
    .forEach((one) => { one.open = true; opened.push(one); }));
  addEventListener("afterprint", () => opened.splice(0).forEach((one) => { one.open = false; }));
})();
