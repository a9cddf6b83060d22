# Sourced by studies: where they are, the program, and one run of theirs.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fed=${FED:-"$here/../../src/Simulator/bin/Release/net10.0/fed.dll"}

# run FILE FOLDER SEED FIGURE SETTING...     a run that is in FOLDER already is kept; FIGURE is a key of summary.json to print
run() {
    local file=$1 folder=$2 seed=$3 figure=$4
    shift 4
    [ -f "$folder/summary.json" ] && return
    rm -rf "$folder"
    local words=()
    for setting in "$@"; do words+=(--set "$setting"); done
    dotnet "$fed" run "$file" "${words[@]}" --seed "$seed" --out "$folder" --quiet
    echo "$folder: $(sed -n "s/.*\"$figure\": *\([0-9.]*\).*/\1/p" "$folder/summary.json")"
}
