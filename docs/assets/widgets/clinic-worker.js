// The doctor, in a worker of the old-code clinic (clinic.js). It gets { name, bytes, lang } and posts
// { bytes } fetched so far, { begun }, and then { report, copy } or { failure }.

const CLINIC = new URL("../clinic/", import.meta.url);

// Pyodide fetches its files itself; counted here, they are not fetched twice.
const { fetch } = self;
self.fetch = async (...asked) => {
  const response = await fetch(...asked);
  return new Response(response.body.pipeThrough(new TransformStream({ transform: count })), response);
};
let bytes = 0;
function count(chunk, controller) {
  postMessage({ bytes: (bytes += chunk.length) });
  controller.enqueue(chunk);
}

async function load() {
  const [{ loadPyodide }, doctor] = await Promise.all([
    import(new URL("pyodide/pyodide.mjs", CLINIC)),
    fetched("doctor.zip"),
  ]);
  const python = await loadPyodide();
  python.unpackArchive(doctor, "zip", { extractDir: "/clinic" });
  return python.runPython(`
    import sys
    sys.path.insert(0, "/clinic")
    from keras_primer.old.doctor import clinic
    lambda data, name, lang: clinic.answer(data.to_bytes(), name, lang)
  `);
}
async function fetched(name) {
  const response = await self.fetch(new URL(name, CLINIC));
  if (!response.ok) throw new Error(`${response.status} ${name}`);
  return response.arrayBuffer();
}

let doctor;
onmessage = async ({ data: { name, bytes, lang } }) => {
  try {
    const answer = await (doctor ??= load());
    postMessage({ begun: true });
    const [report, copy] = answer(bytes, name, lang).toJs();
    postMessage({ report: JSON.parse(report), copy });
  } catch (error) {
    postMessage({ failure: String(error) });
  }
};
