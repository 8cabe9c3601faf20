#!/usr/bin/env bash
# Records the traces in corpora/ with synth itself: those of the seeds from their example programs,
# those of published crates from the programs in tests/programs.
#
#     scripts/record_traces.sh [SEED|published]...
#
# Without arguments every trace is recorded anew. The extracts that the programs read are in the
# repository (scripts/fetch_corpora.py makes them); nothing is downloaded. The programs draw from
# the extracts with fixed numbers, so that a second run leaves the same traces.
set -euo pipefail
cd "$(dirname "$0")/.."

seeds=("$@")
if [ ${#seeds[@]} -eq 0 ]; then
    seeds=(base64_encode cache decimal hamming hash_table hex_encode histogram http_head levenshtein lru newlines)
    seeds+=(sort_array sort_many sort_small utf8 varint published)
fi

cargo build --release --quiet --bin synth
synth=${CARGO_TARGET_DIR:-target}/release/synth

# record TRACE EXAMPLE ARGUMENT...: runs an example of $seed and writes corpora/$seed/TRACE.
record() {
    local trace=corpora/$seed/$1 example=$2
    shift 2
    write "$trace" "seeds/$seed" --package "$seed" --example "$example" -- "$@"
}

# record_published CRATE PROGRAM ARGUMENT...: runs a program that uses CRATE, which lies where cargo unpacked it.
record_published() {
    local crate=$1 program=$2
    shift 2
    write "corpora/published/$crate.jsonl.gz" "$(scripts/published "$crate")" --package programs --bin "$program" -- "$@"
}

# write TRACE CRATE ARGUMENT...: records what CRATE is asked by `cargo run ARGUMENT...`.
# A trace whose name ends in .gz is compressed without a time stamp, to be the same each time.
write() {
    local trace=$1 crate=$2
    shift 2
    mkdir -p "$(dirname "$trace")"
    "$synth" trace record "$crate" --out "${trace%.gz}" -- cargo run --quiet "$@" >/dev/null
    if [ "$trace" != "${trace%.gz}" ]; then
        gzip --no-name --best --force "${trace%.gz}"
    fi
    echo "$trace: $(wc -c <"$trace") bytes"
}

for seed in "${seeds[@]}"; do
    case $seed in
    base64_encode)
        record novel.jsonl.gz attachments corpora/moby_dick.txt 100
        ;;
    cache)
        record words.jsonl.gz lookups corpora/moby_dick.txt words 80 250 24
        record folders.jsonl.gz lookups corpora/paths.txt folders 80 150 4
        ;;
    decimal)
        record format.jsonl.gz sums corpora/file_sizes.txt write 2000
        record parse.jsonl.gz sums corpora/file_sizes.txt read 2000
        ;;
    hamming)
        record urls.jsonl.gz duplicates corpora/urls.txt 200 64
        ;;
    hash_table)
        record urls.jsonl visits corpora/urls.txt 36 1000
        record words.jsonl.gz visits corpora/words.txt 60 800
        record paths.jsonl.gz visits corpora/paths.txt 60 500
        record user_agents.jsonl.gz visits corpora/user_agents.txt 40 400
        record text.jsonl.gz word_count corpora/moby_dick.txt 60 150
        ;;
    hex_encode)
        record digests.jsonl.gz digests corpora/paths.txt 800
        ;;
    histogram)
        record urls.jsonl.gz entropy corpora/urls.txt 60
        record novel.jsonl.gz entropy corpora/moby_dick.txt 60
        ;;
    http_head)
        record browsers.jsonl.gz access_log corpora/urls.txt corpora/user_agents.txt 350
        ;;
    levenshtein)
        record words.jsonl suggest corpora/words.txt corpora/moby_dick.txt 16
        record paths.jsonl look_alikes corpora/paths.txt 250
        record urls.jsonl look_alikes corpora/urls.txt 250
        ;;
    lru)
        record words.jsonl.gz lookups corpora/moby_dick.txt 24 1500 256
        ;;
    newlines)
        record novel.jsonl.gz line_numbers corpora/moby_dick.txt 90
        ;;
    sort_array)
        record file_sizes.jsonl.gz quartiles corpora/file_sizes.txt 9600
        record stop_times.jsonl.gz quartiles corpora/stop_times.txt 9600
        ;;
    sort_many)
        record file_sizes.jsonl.gz ranking corpora/file_sizes.txt 6 9900
        record stop_times.jsonl.gz ranking corpora/stop_times.txt 6 9900
        ;;
    sort_small)
        record file_sizes.jsonl smooth corpora/file_sizes.txt 9600
        record stop_times.jsonl smooth corpora/stop_times.txt 9600
        record yard_lines.jsonl smooth corpora/yard_lines.txt 9600
        ;;
    utf8)
        record novel.jsonl.gz intake corpora/moby_dick.txt 90
        ;;
    varint)
        record file_sizes.jsonl.gz columns corpora/file_sizes.txt 200
        ;;
    published)
        record_published strsim similar_words corpora/words.txt 600
        record_published hex hex_dump corpora/user_agents.txt 300
        record_published percent-encoding escape_links corpora/urls.txt 300
        ;;
    *)
        echo "record_traces: there is no seed named $seed" >&2
        exit 2
        ;;
    esac
done
