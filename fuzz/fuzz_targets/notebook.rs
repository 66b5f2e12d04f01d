#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dgm_fuzz::notebook(data));
