"""A failure: free, unless a provider has made an answer."""

import asyncio
import json
import tempfile
import unittest
from pathlib import Path

from litellm.exceptions import JSONSchemaValidationError

from weighbridge_litellm.calls import OpenCall
from weighbridge_litellm.hooks import Weighbridge
from weighbridge_litellm.settings import from_environment

_ERROR = RuntimeError("Invalid response object")
_ANSWER = {"choices": [{"message": {"content": "x" * 400}}]}


class FailuresTest(unittest.TestCase):
    def _end(self, answers: list, error: Exception):
        """How a call of 12 tokens of input ends, whose provider wrote these."""
        with tempfile.TemporaryDirectory() as folder:
            settings = from_environment(
                # Nobody is there: what ends waits in the spool.
                {
                    "WEIGHBRIDGE_GATE": "127.0.0.1:1",
                    "WEIGHBRIDGE_CREDENTIAL": "x",
                    "WEIGHBRIDGE_SPOOL": str(Path(folder) / "spool"),
                }
            )
            ours = Weighbridge(settings)

            async def run():
                calls = ours._open_calls()
                calls.add(OpenCall("r", "h", 900_000, 12, False))
                for answer in answers:
                    told = {"litellm_call_id": "r", "original_response": answer}
                    ours.log_post_api_call(told, None, None, None)
                await ours.async_post_call_failure_hook({"litellm_call_id": "r"}, error, None)
                return ours._spool.find("r")

            try:
                return asyncio.run(run())
            finally:
                ours.stop(0)

    def test_an_answer_that_does_not_fit_its_schema_is_charged(self):
        ended = self._end([], JSONSchemaValidationError("m", "p", "y" * 40, "{}"))
        self.assertEqual("upstream_error", ended.outcome)
        self.assertEqual({"input_tokens": 12, "output_tokens": 10}, ended.units)

    def test_an_answer_that_litellm_cannot_read_is_charged(self):
        told = {**_ANSWER, "usage": {"prompt_tokens": 9, "completion_tokens": 20}}
        ended = self._end([json.dumps(told)], _ERROR)
        self.assertEqual("upstream_error", ended.outcome)
        self.assertEqual({"input_tokens": 9, "output_tokens": 20}, ended.units)
        # An error after it, of the next attempt, tells it no less.
        estimated = self._end([json.dumps(_ANSWER), "Error code: 500"], _ERROR)
        self.assertEqual(12, estimated.units["input_tokens"])
        self.assertGreaterEqual(estimated.units["output_tokens"], 100)

    def test_a_failure_without_an_answer_is_free(self):
        for answers in (
            [],
            ["Error code: 500"],
            [json.dumps({"error": {"message": "no"}})],
            [json.dumps({"message": "no", "content": "", "choices": []})],
            ["{"],
        ):
            ended = self._end(answers, _ERROR)
            self.assertEqual("released", ended.outcome, answers)


if __name__ == "__main__":
    unittest.main()
