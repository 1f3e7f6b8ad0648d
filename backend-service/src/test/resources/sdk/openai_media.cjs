// What OpenAI's JavaScript SDK makes of pictures and sound: a line of JSON for each case.

const OpenAI = require("openai");
const { toFile } = OpenAI;

const [baseURL, good, poor] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: good });
const tell = (name, seen) => console.log(JSON.stringify({ case: name, ...seen }));
const file = (name) => toFile(Buffer.from("RIFF0123456789".repeat(10)), name);

async function all(stream) {
  const events = [];
  for await (const event of stream) events.push(event);
  return events;
}

async function main() {
  const { data: images, response } = await client.images
    .generate({ model: "media", prompt: "A bridge.", size: "1024x1024" })
    .withResponse();
  tell("images", {
    count: images.data.length,
    tokens: images.usage.total_tokens,
    cost: response.headers.get("x-weighbridge-cost"),
  });
  const events = await all(
    await client.images.generate({ model: "media", prompt: "A bridge.", stream: true, partial_images: 1 }),
  );
  tell("image stream", { types: events.map((e) => e.type), tokens: events.at(-1).usage.total_tokens });
  const edited = await client.images.edit({
    model: "media",
    prompt: "A hat.",
    image: [await file("a.png"), await file("b.png")],
    mask: await file("mask.png"),
  });
  tell("edit", { count: edited.data.length });
  const speech = await client.audio.speech.create({ model: "media", voice: "alloy", input: "Hello!" });
  tell("speech", { bytes: (await speech.arrayBuffer()).byteLength });
  const text = await client.audio.transcriptions.create({
    model: "media",
    file: await file("a.wav"),
    timestamp_granularities: ["word"],
    chunking_strategy: { type: "server_vad" },
  });
  tell("transcription", { text: text.text, tokens: text.usage.total_tokens });
  const heard = await all(
    await client.audio.transcriptions.create({ model: "media", file: await file("a.wav"), stream: true }),
  );
  tell("transcription stream", { text: heard.at(-1).text });
  const translated = await client.audio.translations.create({ model: "media", file: await file("a.wav") });
  tell("translation", { text: translated.text });
  const refused = {
    "no credit": () => new OpenAI({ baseURL, apiKey: poor }).images.generate({ model: "media", prompt: "A bridge." }),
    "bad size": () => client.images.generate({ model: "media", prompt: "A bridge.", size: "9999999x1" }),
    "no model": async () => client.audio.transcriptions.create({ model: "none", file: await file("a.wav") }),
  };
  for (const [name, ask] of Object.entries(refused)) {
    try {
      await ask();
    } catch (e) {
      tell(name, { status: e.status, code: e.code });
    }
  }
}

main();
