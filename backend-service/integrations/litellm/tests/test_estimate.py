"""Estimates: never below what a request can use."""

import json
import unittest

from weighbridge_litellm import estimate
from weighbridge_litellm.answers import Refused

_TEXT = [{"role": "user", "content": "Grüße aus Köln, 你好"}]
_MORE = frozenset(("documents", "chat_template_kwargs"))


class EstimateTest(unittest.TestCase):
    def _units(self, data: dict) -> dict[str, int]:
        return estimate.of(data, len(json.dumps(data)), True, 100, _MORE).units

    def test_the_input_is_at_least_its_bytes(self):
        bytes_of_text = len(_TEXT[0]["content"].encode())
        self.assertGreater(self._units({"messages": _TEXT})["input_tokens"], bytes_of_text)

    def test_all_that_is_sent_is_held_for(self):
        for field in ("documents", "chat_template_kwargs", "user", "unknown"):
            units = self._units({"messages": _TEXT, field: [{"text": "x" * 100_000}]})
            self.assertGreater(units["input_tokens"], 100_000, field)
        # A template may write them as JSON, with escapes.
        units = self._units({"messages": _TEXT, "documents": ["<" * 1_000]})
        self.assertGreater(units["input_tokens"], 6_000)

    def test_what_a_callback_of_the_operators_adds_is_held_for(self):
        data = {"messages": [*_TEXT, {"role": "system", "content": "x" * 1_000}]}
        self.assertGreater(estimate.of(data, 50, True, 100).units["input_tokens"], 1_000)

    def test_the_prompt_is_likely_what_makes_the_prompt(self):
        likely = estimate.of({"messages": _TEXT, "user": "x" * 100}, 200, True, 100).likely_input
        self.assertLess(likely, 25)
        data = {"messages": _TEXT, "documents": ["x" * 400]}
        self.assertGreater(estimate.of(data, 500, True, 100, _MORE).likely_input, 100)

    def test_a_write_to_a_cache_for_an_hour_is_held_for_as_such(self):
        def units(*controls) -> dict[str, int]:
            parts = [{"type": "text", "text": "a", "cache_control": c} for c in controls]
            return self._units({"messages": [{"role": "user", "content": parts}]})

        minutes, hour = {"type": "ephemeral", "ttl": "5m"}, {"type": "ephemeral", "ttl": "1h"}
        short = units({"type": "ephemeral"}, minutes)
        self.assertEqual(short["input_tokens"], short["cache_write_5m_tokens"])
        for long in (units(hour), units(minutes, hour), units({"ttl": "7200s"})):
            self.assertEqual(long["input_tokens"], long["cache_write_1h_tokens"])
            self.assertNotIn("cache_write_5m_tokens", long)
        self.assertEqual({"input_tokens", "output_tokens"}, set(self._units({"messages": _TEXT})))

    def test_every_answer_is_held_for(self):
        self.assertEqual(100, self._units({"messages": _TEXT})["output_tokens"])
        three = {"messages": _TEXT, "max_tokens": 5, "n": 3}
        self.assertEqual(15, self._units(three)["output_tokens"])
        both = {"messages": _TEXT, "max_tokens": 5, "max_completion_tokens": 9}
        self.assertEqual(9, self._units(both)["output_tokens"])
        for kind in ("audio", "image"):
            units = self._units({"messages": _TEXT, "modalities": ["text", kind]})
            self.assertEqual(100, units[f"{kind}_output_tokens"])
        several = {"prompt": ["a", "b"], "max_tokens": 5, "best_of": 2}
        self.assertEqual(20, self._units(several)["output_tokens"])

    def test_pictures_and_sound_count_as_what_models_make_of_them(self):
        url = "data:image/png;base64," + "A" * 900_000
        picture = {"type": "image_url", "image_url": {"url": url}}
        sound = {"type": "input_audio", "input_audio": {"data": "UklGR" + "A" * 2_395}}
        units = self._units({"messages": [{"role": "user", "content": [picture, sound]}]})
        self.assertEqual(16_384, units["image_input_tokens"])
        self.assertEqual(101, units["audio_input_tokens"])
        self.assertLess(units["input_tokens"], 20_000)

    def test_what_cannot_be_measured_is_refused(self):
        for data in (
            {"messages": [{"role": "user", "content": [{"type": "file"}]}]},
            {"messages": [{"role": "assistant", "audio": {"id": "a"}}]},
            {"messages": _TEXT, "n": 0},
            {"messages": _TEXT, "modalities": ["audio", "image"]},
            {"messages": _TEXT, "modalities": ["Image"]},
            {"messages": _TEXT, "n": 1_000},
            {"messages": _TEXT, "max_tokens": True},
            {"messages": _TEXT, "max_tokens": 1.5},
        ):
            with self.assertRaises(Refused):
                self._units(data)


if __name__ == "__main__":
    unittest.main()
