"""What OpenAI's Python SDK makes of pictures and sound: a line of JSON for each case."""

import io
import json
import sys

import openai

base_url, good, poor = sys.argv[1:]
client = openai.OpenAI(base_url=base_url, api_key=good)


def tell(case, **seen):
    print(json.dumps({"case": case, **seen}))


def file(name):
    return (name, io.BytesIO(b"RIFF0123456789" * 10))


raw = client.images.with_raw_response.generate(model="media", prompt="A bridge.", size="1024x1024")
images = raw.parse()
tell(
    "images",
    count=len(images.data),
    tokens=images.usage.total_tokens,
    cost=raw.headers["x-weighbridge-cost"],
)
events = list(client.images.generate(model="media", prompt="A bridge.", stream=True, partial_images=1))
tell("image stream", types=[e.type for e in events], tokens=events[-1].usage.total_tokens)
edited = client.images.edit(
    model="media", prompt="A hat.", image=[file("a.png"), file("b.png")], mask=file("mask.png")
)
tell("edit", count=len(edited.data))
speech = client.audio.speech.create(model="media", voice="alloy", input="Hello!")
tell("speech", bytes=len(speech.read()))
text = client.audio.transcriptions.create(
    model="media", file=file("a.wav"), timestamp_granularities=["word"], chunking_strategy={"type": "server_vad"}
)
tell("transcription", text=text.text, tokens=text.usage.total_tokens)
heard = list(client.audio.transcriptions.create(model="media", file=file("a.wav"), stream=True))
tell("transcription stream", text=heard[-1].text)
translated = client.audio.translations.create(model="media", file=file("a.wav"))
tell("translation", text=translated.text)
for case, ask in {
    "no credit": lambda: openai.OpenAI(base_url=base_url, api_key=poor).images.generate(
        model="media", prompt="A bridge."
    ),
    "bad size": lambda: client.images.generate(model="media", prompt="A bridge.", size="9999999x1"),
    "no model": lambda: client.audio.transcriptions.create(model="none", file=file("a.wav")),
}.items():
    try:
        ask()
    except openai.APIStatusError as e:
        tell(case, status=e.status_code, code=e.code)
