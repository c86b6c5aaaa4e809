import test from "ava";

import { fromProperties, fromText, fromWords } from "../../../policies/model/spark-settings.js";
import { UNKNOWN, type Value } from "../../../policies/model/values.js";

const object = (settings: ReadonlyMap<string, Value>) => Object.fromEntries(settings);

for (const [title, line, expected] of [
  ["--conf and its setting as two words", ["--conf", "spark.a=1"], { "spark.a": "1" }],
  ["--conf and its setting as one word", ["--conf=spark.a=1"], { "spark.a": "1" }],
  ["the short option", ["-c", "spark.a=1"], { "spark.a": "1" }],
  ["a Java property", ["-Dspark.a=1"], { "spark.a": "1" }],
  ["a value with spaces and equals signs", ["--conf", "spark.a=-Dx=1 -Dy=2"], { "spark.a": "-Dx=1 -Dy=2" }],
  ["a joined value with spaces", ["--conf=spark.a=-Dx=1 -Dspark.y=2"], { "spark.a": "-Dx=1 -Dspark.y=2" }],
  ["a setting in quotes that no shell removes", ["--conf", '"spark.a=1"'], { "spark.a": "1" }],
  ["an empty value", ["--conf", "spark.a="], { "spark.a": "" }],
  ["a label's key", ["--conf", "spark.k.label.app.io/my-name=x"], { "spark.k.label.app.io/my-name": "x" }],
  ["the master", ["--master", "k8s://https://host"], { "spark.master": "k8s://https://host" }],
  ["the master as one word", ["--master=k8s://host"], { "spark.master": "k8s://host" }],
  ["the master that is not known", ["--master", UNKNOWN], { "spark.master": UNKNOWN }],
  ["the deploy mode", ["--deploy-mode", "cluster"], { "spark.submit.deployMode": "cluster" }],
  ["the deploy mode as one word", ["--deploy-mode=cluster"], { "spark.submit.deployMode": "cluster" }],
  ["the last of two", ["--conf", "spark.a=1", "--conf", "spark.a=2"], { "spark.a": "2" }],
  ["no setting of another program", ["--conf", "hive.a=1", "--name=spark.a=1", UNKNOWN, "constructor", "x"], {}],
  ["a script", ["-c", "exec spark-submit --conf spark.a=1 pi.py"], { "spark.a": "1" }],
  ["a script over several lines", ["-c", "spark-submit \\\n  --conf spark.a=1 \\\n  pi.py"], { "spark.a": "1" }],
  [
    "a script with quotes",
    ["-c", `x --conf 'spark.a=1 2' --conf "spark.b=\\"3\\""`],
    { "spark.a": "1 2", "spark.b": '"3"' },
  ],
  ["a script within a script", ["-c", `sh -c "spark-submit --conf 'spark.a=1 2'"`], { "spark.a": "1 2" }],
  [
    "a variable in a script",
    ["-c", "export OPTS='--conf spark.a=1 --conf spark.b=2'; run"],
    { "spark.a": "1", "spark.b": "2" },
  ],
  ["no comment of a script", ["-c", "# --conf spark.a=1\nspark-submit --conf spark.b=2"], { "spark.b": "2" }],
  [
    "what ends at the shell's operators",
    ["-c", "(x --conf spark.a=1;x --conf spark.b=2&&y)"],
    { "spark.a": "1", "spark.b": "2" },
  ],
] as const) {
  test(`a command line: ${title}`, (t) => {
    t.deepEqual(object(fromWords(line)), expected);
  });
}

for (const [title, text, expected] of [
  ["options", "--conf spark.a=1 --master k8s://host pyspark-shell", { "spark.a": "1", "spark.master": "k8s://host" }],
  ["assignments", "spark.a=1 spark.b=2", { "spark.a": "1", "spark.b": "2" }],
  ["Java properties", "-Dspark.a=1 -Dspark.b='2 3'", { "spark.a": "1", "spark.b": "2 3" }],
  ["lines as in a file", "spark.a 1\nspark.b: 2 3\n", { "spark.a": "1", "spark.b": "2 3" }],
  ["only a master", "k8s://https://host ", { "spark.master": "k8s://https://host" }],
  ["something else", "postgres://host/spark.a", {}],
] as const) {
  test(`the value of a variable: ${title}`, (t) => {
    t.deepEqual(object(fromText(text)), expected);
  });
}

for (const [title, text, expected] of [
  ["a space", "spark.a   1", { "spark.a": "1" }],
  ["an equals sign", "spark.a=1", { "spark.a": "1" }],
  ["spaces around an equals sign", "\t spark.a = 1 ", { "spark.a": "1" }],
  ["a colon", "spark.a: 1", { "spark.a": "1" }],
  ["a value that holds the separators", "spark.a b=c: d", { "spark.a": "b=c: d" }],
  ["no value", "spark.a=\nspark.b", { "spark.a": "" }],
  ["comments", "# spark.a 1\n! spark.b 2\n  #spark.c 3", {}],
  ["Windows line ends", "spark.a 1\r\nspark.b 2\r\n", { "spark.a": "1", "spark.b": "2" }],
  ["a value over two lines", "spark.a x,\\\n   y\nspark.b 2", { "spark.a": "x,y", "spark.b": "2" }],
  ["the last of two", "spark.a 1\nspark.a 2", { "spark.a": "2" }],
  ["a program", 'spark.conf.set("spark.a", "1")\nspark.read.csv(path, header=True)\n', {}],
  ["other properties", "log4j.spark.a=1\nkey=spark.a 1", {}],
] as const) {
  test(`a file: ${title}`, (t) => {
    t.deepEqual(object(fromProperties(text)), expected);
  });
}
