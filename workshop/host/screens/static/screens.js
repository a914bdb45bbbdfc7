// The countdown, derived from the host's facts and the host's time; and what changes on the page.
(() => {
  "use strict";
  const body = document.body;
  if (!body.dataset.events) return;

  // -- the host's time -------------------------------------------------------------------
  // A message is late by its way, never early: the newest of the largest differences is nearest.
  // performance.now() knows nothing of a viewer's clock that is wrong or put right.
  // In a rehearsal the host's time may go faster than the viewer's.
  const SPEED = Number(body.dataset.speed);
  const ownTime = () => performance.now() * SPEED;
  const KEPT = 12, JUMPED = 2000 * SPEED;
  let samples = [];
  function heard(now) {
    const sample = now - ownTime();
    if (samples.length && sample < Math.max(...samples) - JUMPED) samples = [];
    samples.push(sample);
    if (samples.length > KEPT) samples.shift();
  }
  const hostNow = () => ownTime() + Math.max(...samples);

  // -- the countdown ---------------------------------------------------------------------
  const WORDS = {
    normal: ["●", "running"], warning: ["▲", "wrap up"], danger: ["◆", "last seconds"],
    overtime: ["■", "overtime"], none: ["○", "not started"], ended: ["○", "over"],
  };
  let timing = JSON.parse(body.dataset.timing);
  let timer = 0;

  function duration(ms) {
    // A started second counts as a whole one: 0:00 is shown when the time is up.
    const whole = Math.ceil(ms / 1000), all = Math.abs(whole);
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(all / 3600), minutes = Math.floor(all / 60) % 60;
    const text = hours ? `${hours}:${two(minutes)}:${two(all % 60)}` : `${minutes}:${two(all % 60)}`;
    return whole < 0 ? `-${text}` : text;
  }

  function phase(left) {
    if (left <= 0) return "overtime";
    if (left <= timing.danger_ms) return "danger";
    return left <= timing.warning_ms ? "warning" : "normal";
  }

  function put(selector, text) {
    for (const place of document.querySelectorAll(selector)) {
      if (place.textContent !== text) place.textContent = text;
    }
  }

  function tick() {
    clearTimeout(timer);
    const now = hostNow();
    const stands = timing.remaining_ms !== null;
    const left = stands ? timing.remaining_ms
      : timing.deadline_ms === null ? null : timing.deadline_ms - now;
    const still = timing.stage === "ended" ? "ended" : "none";
    let name = left === null ? still : phase(left);
    let [shape, word] = WORDS[name];
    if (timing.paused_ms !== null) {
      name = "paused";
      [shape, word] = ["‖", `paused ${duration(Math.floor((now - timing.paused_ms) / 1000) * 1000)}`];
    }
    put("[data-left]", left === null ? "" : duration(left));
    put("[data-shape]", shape);
    put("[data-word]", word);
    body.dataset.phase = name;
    body.dataset.long = left !== null && Math.abs(left) >= 3600e3 ? "1" : "";
    if (left !== null) due(timing.allotted_ms - left);
    // Just after the next full second; a page that is asleep catches up by itself.
    const next = stands ? 1000 - ((now - timing.paused_ms) % 1000) : left === null ? 1000 : left % 1000;
    const wait = Math.min(1000, ((next % 1000) + 1000) % 1000 + 4) / SPEED;
    timer = setTimeout(tick, Math.max(50, wait));
  }

  function due(elapsed) {
    let last = null;
    for (const cue of document.querySelectorAll("[data-at]")) {
      cue.classList.remove("due");
      if (Number(cue.dataset.at) <= elapsed) last = cue;
    }
    if (last) last.classList.add("due");
  }

  // -- what changes ----------------------------------------------------------------------
  const drawn = {};
  function show(view) {
    timing = view.timing;
    body.dataset.mode = view.mode;
    for (const [id, html] of Object.entries(view.parts)) {
      const place = document.getElementById(id);
      // Escaped by the host; what has not changed keeps its place, and a finger on it its button.
      if (place && drawn[id] !== html) place.innerHTML = drawn[id] = html;
    }
    for (const [name, value] of Object.entries(view.values)) {
      for (const input of document.querySelectorAll(`input[name="${name}"]`)) input.value = value;
    }
    tick();
    fit();
  }

  // As large as its place takes it, so that the back row reads it.
  function fit() {
    for (const place of document.querySelectorAll("[data-fit]")) {
      const over = () => place.scrollHeight > place.clientHeight + 1
        || place.scrollWidth > place.clientWidth + 1;
      for (let size = Number(place.dataset.fit); size >= 0.4; size -= 0.05) {
        place.style.fontSize = `${size}rem`;
        if (!over()) break;
      }
    }
  }
  addEventListener("resize", fit);

  // -- the stream ------------------------------------------------------------------------
  const link = document.getElementById("link");
  let source = null, lost = 0, tries = 0;
  function connect() {
    source = new EventSource(body.dataset.events);
    const on = (name, act) => source.addEventListener(name, (event) => {
      const message = JSON.parse(event.data);
      heard(message.now);
      act(message);
    });
    on("view", (message) => { live(); show(message.view); });
    on("time", () => { live(); tick(); });
    on("bye", () => again());
    source.onerror = () => {
      lost = lost || setTimeout(() => { link.textContent = "Not connected. Trying again…"; }, 3000);
      // An answer that is no stream ends the browser's own trying.
      if (source.readyState === EventSource.CLOSED) again();
    };
  }
  function live() {
    clearTimeout(lost);
    lost = tries = 0;
    if (link.textContent) link.textContent = "";
  }
  function again() {
    source.close();
    // Spread, so that not everyone comes back at once.
    setTimeout(connect, 500 + Math.random() * Math.min(15000, 1000 * 2 ** tries++));
  }

  // -- forms -----------------------------------------------------------------------------
  const said = document.getElementById("said");
  function say(text, problem) {
    said.textContent = text;
    said.classList.toggle("problem", problem);
  }
  async function send(form, button) {
    const fields = new URLSearchParams(new FormData(form));
    if (button && button.name) fields.set(button.name, button.value);
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST", body: fields, headers: { Accept: "application/json" },
      });
    } catch {
      // The same key goes again with the next press, so that it counts once.
      return say("Not sent: no connection. Press again.", true);
    }
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) return say(`${told.title || "That did not work."} ${told.hint || ""}`, true);
    say(told.said, false);
    for (const key of document.querySelectorAll('input[name="key"]')) key.value = told.key;
    for (const text of form.querySelectorAll('[name="text"]')) {
      // A quick message leaves half-typed words alone.
      if (button && ["message", "note"].includes(button.value)) text.value = "";
    }
  }
  for (const form of document.querySelectorAll("form[data-act]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (form.dataset.busy) return;
      form.dataset.busy = "1";
      await send(form, event.submitter);
      delete form.dataset.busy;
    });
  }

  heard(Number(body.dataset.now));
  tick();
  fit();
  connect();
})();
