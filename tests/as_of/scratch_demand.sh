# For the scripts here to source, with $file set: $here, $seed, and demand.csv in an empty folder that is the present one.
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
seed=${DAYBOOK_SEED:-1}
if [ -z "$file" ]; then
  awk -v SEED="$seed" -v ROWS=400 -f "$here/made_up_demand.awk" >demand.csv
else
  gzip -dcf "$file" >demand.csv
fi
