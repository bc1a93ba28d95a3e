"""The published Wav2Lip network in code of our own (Prajwal et al. 2020, "A Lip Sync Expert Is All You Need").

Its public weights are for non-commercial research only, and are the user's to bring: `models/registry.toml`.
"""
