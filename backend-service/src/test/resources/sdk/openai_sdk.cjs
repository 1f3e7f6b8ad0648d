// What OpenAI's SDK for JavaScript makes of the gateway's answers: a line of JSON for each case.
const OpenAI = require("openai");

const [baseURL, good, poor, short, busyOnce] = process.argv.slice(2);
let requests = 0;

function client(apiKey) {
  const counting = (url, init) => {
    requests++;
    return fetch(url, init);
  };
  return new OpenAI({ baseURL, apiKey, fetch: counting });
}

function request(text, more) {
  return { model: "chat", messages: [{ role: "user", content: text }], ...more };
}

function ask(key, text, more) {
  return client(key).chat.completions.create(request(text, more));
}

async function plain() {
  const { data, response } = await client(good)
    .chat.completions.create(request("plain", { max_tokens: 10 }))
    .withResponse();
  return {
    text: data.choices[0].message.content,
    tokens: data.usage.total_tokens,
    cost: response.headers.get("x-weighbridge-cost"),
  };
}

async function stream(key, text, more) {
  const seen = { text: "", reason: null, tokens: null, cost: null };
  for await (const chunk of await ask(key, text, { stream: true, ...more })) {
    for (const choice of chunk.choices) {
      seen.text += choice.delta.content ?? "";
      seen.reason = choice.finish_reason ?? seen.reason;
    }
    if (chunk.usage) {
      seen.tokens = chunk.usage.total_tokens;
      seen.cost = chunk.weighbridge?.cost ?? null;
    }
  }
  return seen;
}

async function busy() {
  const began = performance.now();
  const answer = await ask(busyOnce, "busy once", { max_tokens: 10 });
  return { text: answer.choices[0].message.content, waited: performance.now() - began >= 1000 };
}

const cases = {
  plain,
  stream: () => stream(good, "stream"),
  "stream with usage": () => stream(good, "stream", { stream_options: { include_usage: true } }),
  "cut off": () => stream(short, "endless"),
  broken: () => stream(good, "broken"),
  busy,
  "bad key": () => ask("wb_live_nobody", "plain"),
  "no credit": () => ask(poor, "plain"),
  "no model": () => ask(good, "plain", { model: "other" }),
  "bad request": () => ask(good, "plain", { n: 0 }),
};

async function main() {
  for (const [name, run] of Object.entries(cases)) {
    requests = 0;
    let result;
    try {
      result = await run();
    } catch (error) {
      result = { error: error.constructor.name, status: error.status ?? null, code: error.code };
    }
    console.log(JSON.stringify({ case: name, requests, ...result }));
  }
}

main();
