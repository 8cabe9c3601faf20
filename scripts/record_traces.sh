#!/usr/bin/env bash
# Records the traces in corpora/ from the seeds' example programs, with synth itself.
#
#     scripts/record_traces.sh [SEED]...
#
# Without arguments every trace is recorded anew. The extracts that the programs read are in the
# repository (scripts/fetch_corpora.py makes them); nothing is downloaded. The programs draw from
# the extracts with fixed numbers, so that a second run leaves the same traces.
set -euo pipefail
cd "$(dirname "$0")/.."

seeds=("$@")
if [ ${#seeds[@]} -eq 0 ]; then
    seeds=(hash_table levenshtein sort_small)
fi

cargo build --release --quiet --bin synth
synth=${CARGO_TARGET_DIR:-target}/release/synth

# record TRACE EXAMPLE ARGUMENT...: runs an example of $seed and writes corpora/$seed/TRACE.
# A trace whose name ends in .gz is compressed without a time stamp, to be the same each time.
record() {
    local trace=corpora/$seed/$1 example=$2
    shift 2
    mkdir -p "corpora/$seed"
    "$synth" trace record "seeds/$seed" --out "${trace%.gz}" -- \
        cargo run --quiet --package "$seed" --example "$example" -- "$@" >/dev/null
    if [ "$trace" != "${trace%.gz}" ]; then
        gzip --no-name --best --force "${trace%.gz}"
    fi
    echo "$trace: $(wc -c <"$trace") bytes"
}

for seed in "${seeds[@]}"; do
    case $seed in
    hash_table)
        record urls.jsonl visits corpora/urls.txt 36 1000
        record words.jsonl.gz visits corpora/words.txt 60 800
        record paths.jsonl.gz visits corpora/paths.txt 60 500
        record user_agents.jsonl.gz visits corpora/user_agents.txt 40 400
        record text.jsonl.gz word_count corpora/moby_dick.txt 60 150
        ;;
    levenshtein)
        record words.jsonl suggest corpora/words.txt corpora/moby_dick.txt 16
        record paths.jsonl look_alikes corpora/paths.txt 250
        record urls.jsonl look_alikes corpora/urls.txt 250
        ;;
    sort_small)
        record file_sizes.jsonl smooth corpora/file_sizes.txt 9600
        record stop_times.jsonl smooth corpora/stop_times.txt 9600
        record yard_lines.jsonl smooth corpora/yard_lines.txt 9600
        ;;
    *)
        echo "record_traces: there is no seed named $seed" >&2
        exit 2
        ;;
    esac
done
