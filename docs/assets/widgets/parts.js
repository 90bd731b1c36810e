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
    set value(value) {
      range.value = shown.textContent = value;
    },
  };
}

// A field for a number; `changed` gets it, or `null` from an empty field that is not `required`. What cannot be is
// not passed on, and is gone once the reader leaves the field.
export function field(label, settings, changed) {
  const input = make("input", { type: "number", required: true, ...settings });
  let last = input.value;
  input.addEventListener("input", () => {
    if (!input.validity.valid) return;
    last = input.value;
    changed(last === "" ? null : Number(last));
  });
  input.addEventListener("change", () => (input.value = last));
  return make("label", { className: "widget-field" }, label, input);
}

// A choice among names; `changed` gets the one chosen.
export function choice(label, names, value, changed) {
  const options = Object.entries(names).map(([value, textContent]) => make("option", { value, textContent }));
  const select = make("select", { onchange: () => changed(select.value) }, ...options);
  select.value = value;
  return make("label", { className: "widget-field" }, label, select);
}

// A button; a sign on it gets a name that can be read aloud.
export function button(textContent, onclick, name = textContent) {
  const element = make("button", { type: "button", className: "widget-button", textContent, onclick });
  element.setAttribute("aria-label", name);
  return element;
}

// What a widget says about its state; read aloud when it changes.
export function answer() {
  const element = make("p", { className: "widget-answer" });
  element.setAttribute("role", "status");
  return element;
}
