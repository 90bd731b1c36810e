// What the small widgets are made of.

export const language = document.documentElement.lang === "en" ? "en" : "zh";

export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// Part of a drawing.
export function shape(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// A slider with its label and its value; `changed` is called when the reader moves it.
export function slider(label, { min, max, step = 1, value }, changed) {
  const range = make("input", { type: "range", min, max, step, value });
  const shown = make("output", { textContent: value });
  range.addEventListener("input", () => {
    shown.textContent = range.value;
    changed();
  });
  return {
    element: make("label", { className: "widget-slider" }, make("span", { textContent: label }), range, shown),
    get value() {
      return Number(range.value);
    },
  };
}

// What a widget says about its state; read aloud when it changes.
export function answer() {
  const element = make("p", { className: "widget-answer" });
  element.setAttribute("role", "status");
  return element;
}
