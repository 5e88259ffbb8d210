"use strict";
// Lights what belongs together, and opens everything at once; the page says all of it without.
(() => {
  const all = (what) => [...document.querySelectorAll(what)];
  const named = all("[data-nodes]");
  const nodesOf = (element) => element.dataset.nodes.split(" ");
  const using = new Map();
  for (const element of named)
    for (const node of nodesOf(element)) using.set(node, [...(using.get(node) || []), element]);
  const lit = new Set();
  const light = (element) => element && (element.classList.add("lit"), lit.add(element));
  const clear = () => { lit.forEach((one) => one.classList.remove("lit")); lit.clear(); };
  const lightNode = (name) => {
    const node = document.getElementById(name);
    light(node);
    light(node.closest("details.drawn:not([open])")?.firstElementChild);
  };
  const show = (target) => {
    clear();
    const node = target.closest(".node[id]");
    if (node) [node, ...(using.get(node.id) || [])].forEach(light);
    const element = target.closest("[data-nodes]");
    if (!element) return;
    light(element);
    for (const name of nodesOf(element)) {
      lightNode(name);
      if (element.closest(".path")) (using.get(name) || []).forEach(light);
    }
  };
  // Not when the page moves under a mouse at rest, as it does while somebody uses the keyboard.
  let place = "";
  document.addEventListener("mousemove", (event) => {
    const now = `${event.clientX} ${event.clientY}`;
    if (now !== place) show(event.target);
    place = now;
  });
  document.addEventListener("focusin", (event) => show(event.target));
  document.addEventListener("focusout", clear);

  // A picture wider than its frame starts with the first test in view.
  const centre = (frame) => {
    const box = frame.querySelector(".node.taken")?.getBoundingClientRect();
    if (!box) return;
    const middle = frame.getBoundingClientRect().left + frame.clientWidth / 2;
    frame.scrollLeft += box.left + box.width / 2 - middle;
  };
  all(".picture").forEach(centre);
  all("details.drawn").forEach((one) =>
    one.addEventListener("toggle", () => one.querySelectorAll(".picture").forEach(centre)));

  const button = document.createElement("button");
  const details = all("main details");
  let open = false;
  const label = () => { button.textContent = `${open ? "Close" : "Open"} all explanations`; };
  button.type = "button";
  button.addEventListener("click", () => {
    open = !open;
    details.forEach((one) => { one.open = open; });
    label();
  });
  label();
  document.querySelector("nav").after(button);
})();
