"""Free text to sentences of the requirements language, by a language model. Optional: nothing else imports it."""
