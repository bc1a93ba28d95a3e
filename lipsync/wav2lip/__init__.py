"""The published Wav2Lip network in code of our own (Prajwal and others 2020).

Its public weights are for non-commercial research only, and are the user's to bring: `models/registry.toml`.
"""
