#!/usr/bin/env python3
"""Runs the program over hostile inputs of n, 2n and 4n, and prints how CPU time grows.

usage: growth.py BINARY [--only TEXT] [--from CASE] [--limit EXPONENT]

Each case is a small repository in a temporary folder. CPU time, less that of a run over an empty folder, is compared between the sizes: linear
work has the exponent 1. A case whose largest run takes longer than 0.1 s and grows with a larger exponent than the limit (1.3), that takes
more than 10 s, or that ends by a signal, fails the run.
"""
import argparse
import math
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec:\n  containers:\n"
CONTAINER = "  - name: c%d\n    image: registry.example.com/api:%d\n"
DEPLOYMENT = (
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d%d, labels: {app: a%d}}\nspec:\n  replicas: 2\n  selector: {matchLabels: {app: a%d}}\n"
    "  template:\n    metadata: {labels: {app: a%d}}\n    spec:\n      containers:\n      - name: api\n        image: registry.example.com/api%d:1\n"
    "        ports: [{containerPort: 8000}]\n"
)
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: s%d}\nspec: {selector: {app: a%d}, ports: [{port: 80, targetPort: 8000}]}\n"
IMAGE = "FROM python:3.12\nCOPY . .\nCMD [\"gunicorn\", \"app.main:app\"]\n"
SCHEMA = (
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: d%d\nspec:\n  versions:\n  - name: v1\n    schema:\n"
    "      openAPIV3Schema:\n        description: >-\n          It is.\n        properties:\n"
)
CASES = {}


def case(size):
    def add(function):
        CASES[function.__name__.replace("_", "-")] = (size, function)
        return function
    return add


def lines(count, template):
    return "".join(template.replace("%", str(i)) for i in range(count))


# --- YAML ---

@case(10_000)
def documents(n): return {"a.yaml": "---\n".join("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c%d}\ndata: {a: b}\n" % i for i in range(n))}
@case(25_000)
def broken_documents(n): return {"a.yaml": "---\napiVersion: v1\nkind: ConfigMap\nx: [\n" * n}
@case(25_000)
def undecodable_documents(n): return {"a.yaml": "---\napiVersion: v1\nkind: ConfigMap\nx: \x07\n" * n}
@case(25_000)
def undecodable_documents_with_directives(n): return {"a.yaml": "%YAML 1.1\n---\napiVersion: v1\nkind: ConfigMap\nx: \x07\n...\n" * n}
@case(50_000)
def schema_properties(n): return {"a.yaml": SCHEMA % 0 + "".join("            p%d:\n              type: string\n" % i for i in range(n))}
@case(50_000)
def schema_properties_nested(n): return {"a.yaml": SCHEMA % 0 + "".join(" " * (12 + i % 400) + "p:\n" for i in range(n))}
@case(3_000)
def schemas(n): return {"a.yaml": "---\n".join(SCHEMA % i + "            p:\n              type: string\n" for i in range(n))}
@case(3_000)
def schemas_that_are_read(n): return {"a.yaml": "---\n".join(SCHEMA % i + "            p: &a {}\n" for i in range(n))}
@case(3_000)
def schemas_behind_which_is_an_error(n): return {"a.yaml": "---\n".join([SCHEMA % i + "            p: {}\n" for i in range(n)] + ["a: b: c\n"])}
@case(1_500)
def deployments(n): return {"a.yaml": "---\n".join(DEPLOYMENT % ((i,) * 5) for i in range(n))}
@case(1_500)
def deployments_alike(n): return {"a.yaml": "---\n".join(DEPLOYMENT % ((1,) * 5) for i in range(n))}
@case(1_500)
def deployments_and_services(n): return {"a.yaml": "---\n".join(DEPLOYMENT % ((i,) * 5) + "---\n" + SERVICE % (i, i) for i in range(n))}
@case(300)
def services_that_select_all(n): return {"a.yaml": "---\n".join(DEPLOYMENT % (i, 1, 1, 1, i) + "---\n" + SERVICE % (i, 1) for i in range(n))}
@case(1_000)
def deployment_files(n): return {f"k/{i}.yaml": DEPLOYMENT % ((i,) * 5) for i in range(n)}
@case(500)
def images_and_deployments(n):
    files = {f"api{i}/Dockerfile": IMAGE for i in range(n)}
    return files | {f"k/{i}.yaml": DEPLOYMENT % ((i,) * 5) for i in range(n)}
@case(25_000)
def mapping(n): return {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n" + lines(n, "  k%: v%\n")}
@case(25_000)
def secret_data(n): return {"a.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n" + lines(n, "  password%: hunter%xyz\n")}
@case(25_000)
def duplicate_keys(n): return {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n" + "  k: v\n" * n}
@case(25_000)
def unknown_fields(n): return {"a.yaml": POD + CONTAINER % (1, 1) + lines(n, "    imagePullPolicies%: x\n")}
@case(50_000)
def sequence(n): return {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n" + "  - x\n" * n}
@case(50_000)
def flow(n): return {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: [" + "x, " * n + "]\n"}
@case(25_000)
def nested_flow(n): return {"a.yaml": "apiVersion: v1\nkind: Pod\nx: " + "[" * n}
@case(25_000)
def nested_flow_mappings(n): return {"a.yaml": "apiVersion: v1\nkind: Pod\nx: " + "{a: " * n}
@case(25_000)
def nested_sequences(n): return {"a.yaml": "apiVersion: v1\nkind: Pod\nx:\n" + "- " * n + "x\n"}
@case(1_000)
def nested_mappings(n): return {"a.yaml": "apiVersion: v1\nkind: Pod\nx:\n" + "".join(" " * i + "a:\n" for i in range(1, n))}
@case(500)
def nested_documents(n): return {"a.yaml": ("---\napiVersion: v1\nkind: Pod\nx: " + "[" * 600 + "\n") * n}
@case(2_000)
def containers(n): return {"a.yaml": POD + "".join(CONTAINER % (i, i) for i in range(n))}
@case(2_000)
def containers_alike(n): return {"a.yaml": POD + CONTAINER % (1, 1) * n}
@case(10_000)
def environment(n): return {"a.yaml": POD + CONTAINER % (1, 1) + "    env:\n" + lines(n, "    - {name: VARIABLE_%, value: v%}\n")}
@case(10_000)
def environment_references(n): return {"a.yaml": POD + CONTAINER % (1, 1) + "    env:\n" + lines(n, "    - {name: V%, value: $(V0)/$(V%)}\n")}
@case(5_000)
def environment_of_a_server(n):
    return {"a.yaml": POD + CONTAINER % (1, 1) + "    command: [gunicorn, 'app:app']\n    env:\n" + lines(n, "    - {name: V%, value: v%}\n")}
@case(5_000)
def environment_sources(n):
    return {"a.yaml": POD + CONTAINER % (1, 1) + "    envFrom:\n" + lines(n, "    - configMapRef: {name: m%}\n") +
            "".join("---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: m%d}\ndata: {K%d: v}\n" % (i, i) for i in range(n))}
@case(5_000)
def volumes(n):
    return {"a.yaml": POD + CONTAINER % (1, 1) + "    volumeMounts:\n" + lines(n, "    - {name: v%, mountPath: /v%}\n") + "  volumes:\n" + lines(n, "  - {name: v%, emptyDir: {}}\n")}
@case(5_000)
def ports(n): return {"a.yaml": POD + CONTAINER % (1, 1) + "    ports:\n" + lines(n, "    - {name: p%, containerPort: 80%}\n")}
@case(10_000)
def arguments(n): return {"a.yaml": POD + CONTAINER % (1, 1) + "    command: [gunicorn, 'app:app']\n    args:\n" + lines(n, "    - --option%=$(V%)\n")}
@case(10_000)
def anchors(n): return {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n" + lines(n, "  a%: &a% x\n  b%: *a%\n")}
@case(1_000)
def merge_chain(n):
    return {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nx0: &x0 {a: b}\n" + "".join("x%d: &x%d {<<: *x%d}\n" % (i, i, i - 1) for i in range(1, n)) + "metadata: *x%d\n" % (n - 1)}
@case(1_000)
def merge_fan(n): return {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nx: &x {" + lines(n, "k%: v, ") + "}\n" + "y:\n" + "- {<<: *x}\n" * 1000}
@case(1_000)
def merge_in_containers(n):
    return {"a.yaml": "apiVersion: v1\nkind: Pod\nx: &x {" + lines(n, "k%: v, ") + "}\nspec:\n  containers:\n" + "  - {<<: *x, name: a}\n" * 200}
@case(5_000)
def alias_documents(n):
    bomb = "apiVersion: v1\nkind: ConfigMap\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{i}: &a{i} [" + ",".join([f"*a{i - 1}"] * 10) + "]\n" for i in range(1, 6))
    return {"a.yaml": "---\n".join([bomb] * (n // 100))}
@case(10_000)
def tags(n): return {"a.yaml": "apiVersion: v1\nkind: ConfigMap\ndata:\n" + lines(n, "  a%: !t% x\n")}
@case(1_000)
def list_bomb(n):
    pod = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: a}]}}"
    text = f"x0: &x0 {pod}\n" + "".join(f"x{i}: &x{i} {{apiVersion: v1, kind: List, items: [{', '.join([f'*x{i - 1}'] * 10)}]}}\n" for i in range(1, 4))
    return {"a.yaml": "---\n".join(["apiVersion: v1\nkind: List\n" + text + "items: [*x3]\n"] * (n // 100))}
@case(2_000)
def containers_and_volumes(n):
    return {"a.yaml": POD + "".join(CONTAINER % (i, i) + "    volumeMounts: [{name: v%d, mountPath: /v}]\n" % i for i in range(n)) + "  volumes:\n" + lines(n, "  - {name: v%, persistentVolumeClaim: {claimName: c%}}\n")}
@case(2_000)
def containers_on_one_line(n): return {"a.yaml": "apiVersion: v1\nkind: Pod\nspec: {containers: [" + ", ".join("{name: c%d, image: a}" % i for i in range(n)) + "]}\n"}
@case(2_000)
def umlauts_on_one_line(n): return {"a.yaml": "apiVersion: v1\nkind: Pod\nspec: {containers: [" + ", ".join("{name: ä%d, image: a}" % i for i in range(n)) + "]}\n"}
@case(5_000)
def secret_variables(n): return {"a.yaml": POD + CONTAINER % (1, 1) + "    env:\n" + lines(n, "    - {name: DB_PASSWORD%, value: hunter%xyz}\n")}
@case(5_000)
def secrets_on_one_line(n): return {"a.yaml": POD + CONTAINER % (1, 1) + "    env: [" + lines(n, "{name: DB_PASSWORD%, value: hunter%xyz}, ") + "]\n"}
@case(500_000)
def long_line(n): return {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: '" + "ab " * (n // 3) + "'}\n"}
@case(500_000)
def long_key(n): return {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {? '" + "ab " * (n // 3) + "' : x}\n"}
@case(500_000)
def long_name(n): return {"a.yaml": (DEPLOYMENT % ((1,) * 5)).replace("name: d1", "name: " + "a" * n)}
@case(500_000)
def long_image(n): return {"a.yaml": POD + "  - {name: a, image: " + "a/" * (n // 2) + "a}\n"}
@case(500_000)
def long_argument(n): return {"a.yaml": POD + CONTAINER % (1, 1) + "    command: [sh, -c, 'exec gunicorn " + "a " * (n // 2) + "']\n"}
@case(500_000)
def long_comment(n): return {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a} # " + "ab # " * (n // 5) + "\n"}
@case(500_000)
def long_block(n): return {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  nginx.conf: |\n" + "    location / { proxy_pass http://a; }\n" * (n // 40)}
@case(250_000)
def umlauts(n): return {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n" + "  - äöü\n" * (n // 10)}
@case(2_500)
def syntax_errors(n): return {"a.yaml": "---\napiVersion: v1\nkind: Pod\nx: [\n" * n}
@case(2_500)
def syntax_errors_with_umlauts(n): return {"a.yaml": "---\napiVersion: v1\nkind: Pod\nx: [ä\n" * n}
@case(50_000)
def markers(n): return {"a.yaml": "apiVersion: v1\nkind: Pod\n" + "---\n" * n}
@case(100_000)
def empty_lines(n): return {"a.yaml": "apiVersion: v1\nkind: Pod\n" + "\n" * n}
@case(100_000)
def hashes(n): return {"a.yaml": "apiVersion: v1\nkind: Pod\n" + "#\n" * n}
@case(500_000)
def one_json_line(n): return {"a.json": '{"apiVersion": "v1", "kind": "ConfigMap", "data": {' + ", ".join('"k%d": "v"' % i for i in range(n // 12)) + "}}"}
@case(500_000)
def other_yaml(n): return {"a.yaml": lines(n // 12, "k%: v\n")}
@case(2_500)
def ingress_rules(n):
    rules = "".join("  - host: h%d.example.com\n    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: s%d, port: {number: 80}}}}]}\n" % (i, i) for i in range(n))
    return {"a.yaml": "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec:\n  rules:\n" + rules + "".join("---\n" + SERVICE % (i, i) for i in range(n))}
@case(2_500)
def list_of_items(n):
    return {"a.yaml": "apiVersion: v1\nkind: List\nitems:\n" + "".join("- {apiVersion: v1, kind: Pod, metadata: {name: p%d}, spec: {containers: [{name: a, image: a}]}}\n" % i for i in range(n))}

# --- ignores ---

@case(1_500)
def comment_ignores(n): return {"a.yaml": POD + lines(n, "  # readylint: ignore[memory-limit] it is small %\n  - {name: c%, image: a}\n")}
@case(1_500)
def unused_comment_ignores(n): return {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n" + lines(n, "  # readylint: ignore[memory-limit] it is small\n  k%: x\n")}
@case(1_500)
def unknown_comment_ignores(n): return {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n" + lines(n, "  # readylint: ignore[memory-limitt%] it is small\n  k%: x\n")}
@case(1_500)
def dockerfile_ignores(n): return {"Dockerfile": "FROM a\n" + lines(n, "# readylint: ignore[no-package-cache] it is small %\nRUN apt-get install -y x%\n")}
@case(1_500)
def one_comment_many_ids(n): return {"a.yaml": POD + "  # readylint: ignore[" + lines(n, "memory-limit%,") + "] why not\n  - {name: c, image: a}\n"}
@case(1_500)
def annotations(n): return {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  annotations:\n" + lines(n, "    readylint/ignore.memory-limit%: it is small\n")}
@case(2_500)
def annotated_objects(n):
    return {"a.yaml": "---\n".join("apiVersion: v1\nkind: Pod\nmetadata: {name: p%d, annotations: {readylint/ignore.memory-limit: it is small}}\nspec: {containers: [{name: a, image: a}]}\n" % i for i in range(n))}
@case(500)
def overrides(n):
    return {".readylint.yaml": "overrides:\n" + lines(n, "  - {paths: ['k%/**'], ignore: [memory-limit], reason: it is small}\n"),
            "a.yaml": POD + "".join(CONTAINER % (i, i) for i in range(n))}
@case(2_500)
def gitignore(n): return {".gitignore": lines(n, "folder%/*.yaml\n"), **{f"k/{i}.yaml": "a: b\n" for i in range(100)}}
@case(2_500)
def gitignore_names(n): return {".gitignore": lines(n, "name%.yaml\n"), **{f"k/{i}.yaml": "a: b\n" for i in range(400)}}
@case(10)
def gitignore_stars(n): return {".gitignore": "**/" * n + "x\n" + "*a" * n + "\n", "/".join(["a"] * 60) + "/a.yaml": "a: b\n", "a" * 200 + ".yaml": "a: b\n"}
@case(500_000)
def gitignore_long_line(n): return {".gitignore": "a*" * (n // 2) + "\n", "a" * 200 + ".yaml": "a: b\n"}
@case(2_500)
def dockerignore(n): return {"Dockerfile": IMAGE, ".dockerignore": lines(n, "folder%/**\n!folder%/x\n"), **{f"f{i}/x.py": "" for i in range(100)}}
@case(10)
def dockerignore_stars(n): return {"Dockerfile": IMAGE, ".dockerignore": "**/" * n + "x\n" + "*a" * n + "\n", "/".join(["a"] * 60) + "/a.py": "a", "a" * 200 + ".py": "a"}
@case(500_000)
def dockerignore_long_line(n): return {"Dockerfile": IMAGE, ".dockerignore": "a*" * (n // 2) + "\n", "a" * 200 + ".py": "a"}

# --- Dockerfiles ---

@case(10_000)
def runs(n): return {"Dockerfile": "FROM python:3.12\n" + lines(n, "RUN echo %\n")}
@case(5_000)
def installs(n): return {"Dockerfile": "FROM python:3.12\n" + lines(n, "RUN apt-get update && apt-get install -y p%\n")}
@case(5_000)
def pip_installs(n): return {"Dockerfile": "FROM python:3.12\n" + lines(n, "RUN pip install p%\n")}
@case(5_000)
def copies(n): return {"Dockerfile": "FROM python:3.12\n" + lines(n, "COPY f% /f%\n") + "CMD [\"gunicorn\", \"app:app\"]\n"}
@case(2_500)
def copies_of_files(n): return {"Dockerfile": "FROM python:3.12\n" + lines(n, "COPY f% /f%\n") + "CMD [\"/f1\"]\n", **{f"f{i}": "#!/bin/sh\nexec gunicorn app:app\n" for i in range(n)}}
@case(500_000)
def one_run(n): return {"Dockerfile": "FROM python:3.12\nRUN " + "echo a && " * (n // 10) + "true\n"}
@case(500_000)
def one_word(n): return {"Dockerfile": "FROM python:3.12\nRUN echo " + "a" * n + "\n"}
@case(500_000)
def one_install(n): return {"Dockerfile": "FROM python:3.12\nRUN apt-get install -y " + lines(n // 8, "p% ") + "\n"}
@case(25_000)
def continuations(n): return {"Dockerfile": "FROM python:3.12\nRUN apt-get install -y \\\n" + lines(n, "  p% \\\n") + "  x\n"}
@case(25_000)
def continuations_with_comments(n): return {"Dockerfile": "FROM python:3.12\nRUN true \\\n" + "# comment\n  && true \\\n" * n + "  && true\n"}
@case(25_000)
def heredoc(n): return {"Dockerfile": "FROM python:3.12\nRUN <<EOF\n" + lines(n, "echo %\n") + "EOF\n"}
@case(25_000)
def open_heredoc(n): return {"Dockerfile": "FROM python:3.12\nRUN <<EOF\n" + lines(n, "echo %\n")}
@case(2_000)
def heredocs(n): return {"Dockerfile": "FROM python:3.12\n" + lines(n, "COPY <<EOF% /f%\nx\nEOF%\n")}
@case(2_000)
def heredocs_of_one(n): return {"Dockerfile": "FROM python:3.12\nRUN " + lines(n, "<<E% ") + "\n" + lines(n, "x\nE%\n")}
@case(2_000)
def stages(n): return {"Dockerfile": lines(n, "FROM python:3.12 AS s%\nRUN true\n")}
@case(2_000)
def stage_chain(n): return {"Dockerfile": "FROM python:3.12 AS s0\n" + "".join("FROM s%d AS s%d\nRUN echo\n" % (i - 1, i) for i in range(1, n)) + "CMD [\"gunicorn\", \"a:b\"]\n"}
@case(2_000)
def stage_copies(n): return {"Dockerfile": "FROM python:3.12 AS s0\n" + "".join("FROM python:3.12 AS s%d\nCOPY --from=s%d /a /a\n" % (i, i - 1) for i in range(1, n))}
@case(2_000)
def unknown_stages(n): return {"Dockerfile": "FROM python:3.12 AS s0\n" + lines(n, "FROM python:3.12 AS stage%\nCOPY --from=stagee% /a /a\n")}
@case(5_000)
def environment_chain(n): return {"Dockerfile": "FROM python:3.12\nENV A0=x\n" + "".join("ENV A%d=$A%d\n" % (i, i - 1) for i in range(1, n))}
@case(2_000)
def environment_growing(n): return {"Dockerfile": "FROM python:3.12\nENV PATH=/x\n" + lines(n, "ENV PATH=$PATH:/p%\n")}
@case(15)
def environment_doubling(n): return {"Dockerfile": "FROM python:3.12\nENV A=xxxxxxxx\n" + "ENV A=$A$A\n" * n + "CMD gunicorn $A\n"}
@case(5_000)
def environment_pairs(n): return {"Dockerfile": "FROM python:3.12\nENV " + lines(n, "A%=$A ") + "\n"}
@case(5_000)
def arguments_before(n): return {"Dockerfile": lines(n, "ARG A%=x\n") + "FROM python:${A1}\n" + lines(n, "ARG A%\n")}
@case(2_000)
def nested_expansion(n): return {"Dockerfile": "FROM python:3.12\nENV A=" + "${A:-" * n + "x" + "}" * n + "\n"}
@case(100_000)
def expansions(n): return {"Dockerfile": "FROM python:3.12\nENV B=x\nENV A=\"" + "$B" * n + "\"\n"}
@case(2_000)
def pattern_expansion(n): return {"Dockerfile": "FROM python:3.12\nENV B=" + "a" * n + "\nENV A=${B//" + "*a" * 10 + "b/x}\n"}
@case(2_000)
def nested_shell(n): return {"Dockerfile": "FROM python:3.12\nRUN " + "$(" * n + "x" + ")" * n + "\n"}
@case(2_000)
def nested_subshells(n): return {"Dockerfile": "FROM python:3.12\nRUN " + "(" * n + "x" + ")" * n + "\n"}
@case(2_000)
def nested_ifs(n): return {"Dockerfile": "FROM python:3.12\nRUN " + "if x; then " * n + "x; " + "fi; " * n + "\n"}
@case(2_000)
def open_ifs(n): return {"Dockerfile": "FROM python:3.12\nRUN " + "if x; then " * n + "\n"}
@case(2_000)
def nested_quotes(n): return {"Dockerfile": "FROM python:3.12\nRUN sh -c \"" + "$(echo \"" * n + "\n"}
@case(50_000)
def json_words(n): return {"Dockerfile": "FROM python:3.12\nCMD [\"gunicorn\", " + "\"a\", " * n + "\"b\"]\n"}
@case(50_000)
def labels(n): return {"Dockerfile": "FROM python:3.12\nLABEL " + lines(n, "a%=b ") + "\n"}
@case(25_000)
def exposes(n): return {"Dockerfile": "FROM python:3.12\nEXPOSE " + "".join("%d " % (i % 60000) for i in range(n)) + "\n"}
@case(50_000)
def dockerfile_comments(n): return {"Dockerfile": "FROM python:3.12\n" + "# comment\n" * n}
@case(50_000)
def misspelt_instructions(n): return {"Dockerfile": "FROM python:3.12\n" + "RUNN x\n" * n}
@case(200_000)
def long_keyword(n): return {"Dockerfile": "FROM python:3.12\n" + "R" * n + " x\n"}
@case(1_000)
def wrapped_commands(n): return {"Dockerfile": "FROM python:3.12\nCMD " + "exec env sh -c " * n + "gunicorn a:b\n"}
@case(1_000)
def scripts_in_a_ring(n):
    return {"Dockerfile": "FROM python:3.12\nCOPY . /\nCMD [\"/s0.sh\"]\n", **{f"s{i}.sh": f"#!/bin/sh\nexec /s{(i + 1) % n}.sh\n" for i in range(n)}}
@case(300)
def dockerfiles(n): return {f"f{i}/Dockerfile": IMAGE for i in range(n)} | {f"f{i}/app/main.py": "import os\n" for i in range(n)}
@case(100_000)
def secrets(n): return {"Dockerfile": "FROM python:3.12\nENV A=" + "ghp_abcdefghij" * (n // 14) + "\n"}

# --- scripts and other files ---

@case(500_000)
def script_line(n): return {"Dockerfile": "FROM python:3.12\nCOPY . /\nCMD [\"/run.sh\"]\n", "run.sh": "#!/bin/sh\n" + "echo a; " * (n // 8) + "exec gunicorn a:b\n"}
@case(25_000)
def script_variables(n): return {"Dockerfile": "FROM python:3.12\nCOPY . /\nCMD [\"/run.sh\"]\n", "run.sh": "#!/bin/sh\n" + lines(n, "A%=$A1\n") + "exec gunicorn a:b $A1\n"}
@case(18)
def script_doubling(n): return {"Dockerfile": "FROM python:3.12\nCOPY . /\nCMD [\"/run.sh\"]\n", "run.sh": "#!/bin/sh\nA=xxxxxxxx\n" + "A=$A$A\n" * n + "exec gunicorn a:b $A\n"}
@case(2_000)
def script_functions(n): return {"Dockerfile": "FROM python:3.12\nCOPY . /\nCMD [\"/run.sh\"]\n", "run.sh": "#!/bin/sh\n" + lines(n, "f%() { g%; }\n") + "exec gunicorn a:b\n"}
@case(500_000)
def python_line(n): return {"Dockerfile": IMAGE, "gunicorn.conf.py": "workers = " + "1 + " * (n // 4) + "1\n", "app/main.py": "x = '" + "a" * n + "'\n"}
@case(10_000)
def python_lines(n): return {"Dockerfile": IMAGE, "gunicorn.conf.py": lines(n, "a% = 1\n"), "app/main.py": lines(n, "def f%():\n    return %\n")}
@case(10_000)
def python_open(n): return {"Dockerfile": IMAGE, "gunicorn.conf.py": "workers = " + "(" * n, "app/main.py": "x = " + "[" * n}
@case(1_000)
def python_indents(n): return {"Dockerfile": IMAGE, "gunicorn.conf.py": "".join(" " * i + "if x:\n" for i in range(n)), "app/main.py": "x\n"}
@case(2_500)
def python_routes(n): return {"Dockerfile": IMAGE, "app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n" + lines(n, "@app.get('/r%')\ndef f%(): pass\n"), "a.yaml": POD + "  - {name: a, image: app, livenessProbe: {httpGet: {path: /x, port: 80}}}\n"}
@case(500)
def python_files(n): return {"Dockerfile": IMAGE, "app/main.py": "from app.m0 import x\n", **{f"app/m{i}.py": f"from app.m{i + 1} import x\n" for i in range(n)}}
@case(5_000)
def nginx_locations(n): return {"nginx.conf": "http { server {\n" + lines(n, "location /l% { proxy_pass http://u%; }\n") + "} }\n"}
@case(5_000)
def nginx_upstreams(n): return {"nginx.conf": "http {\n" + lines(n, "upstream u% { server h%:80; }\n") + "server {\n" + lines(n, "location /l% { proxy_pass http://u%; }\n") + "} }\n"}
@case(25_000)
def nginx_nested(n): return {"nginx.conf": "http { server { " + "location / { " * n}
@case(500_000)
def nginx_line(n): return {"nginx.conf": "http { server { listen 80; " + "add_header a b; " * (n // 16) + "} }\n"}
@case(500_000)
def nginx_word(n): return {"nginx.conf": "http { server { listen 80; server_name " + "a" * n + "; } }\n"}
@case(1_000)
def compose(n): return {"compose.prod.yaml": "services:\n" + lines(n, "  s%: {image: a%, restart: always, depends_on: [s0]}\n")}
@case(10_000)
def compose_environment(n): return {"compose.prod.yaml": "services:\n  a:\n    image: a\n    restart: always\n    environment:\n" + lines(n, "      A%: ${A%:-x}\n")}
@case(500_000)
def compose_line(n): return {"compose.prod.yaml": "services:\n  a:\n    image: a\n    restart: always\n    command: gunicorn a:b " + "${A:-x} " * (n // 8) + "\n"}
@case(2_000)
def compose_nested(n): return {"compose.prod.yaml": "services:\n  a:\n    image: a\n    restart: always\n    command: gunicorn " + "${A:-" * n + "}" * n + "\n"}
@case(500)
def compose_files(n): return {f"c{i}/compose.prod.yaml": "services:\n  a: {image: a, build: ., restart: always}\n" for i in range(n)}
@case(500_000)
def package_json(n): return {"Dockerfile": "FROM node:22\nCOPY . .\nRUN npm ci\nCMD [\"npm\", \"start\"]\n", "package.json": '{"scripts": {"start": "node ' + "a " * (n // 2) + '"}}\n'}
@case(25_000)
def package_json_dependencies(n): return {"Dockerfile": "FROM node:22\nCOPY . .\nRUN npm ci\nCMD [\"npm\", \"start\"]\n", "package.json": '{"scripts": {"start": "npm run a"}, "dependencies": {' + ", ".join('"d%d": "1"' % i for i in range(n)) + "}}\n"}
@case(25_000)
def requirements(n): return {"Dockerfile": IMAGE + "RUN pip install -r requirements.txt\n", "requirements.txt": lines(n, "package%==1.0\n")}
@case(25_000)
def pyproject(n): return {"Dockerfile": IMAGE, "pyproject.toml": "[project]\nname = 'a'\ndependencies = [\n" + lines(n, "'package%==1.0',\n") + "]\n"}
@case(500_000)
def pyproject_line(n): return {"Dockerfile": IMAGE, "pyproject.toml": "[project]\nname = '" + "a" * n + "'\ndependencies = [" + "'a', " * (n // 5) + "]\n"}
@case(10_000)
def kustomization(n): return {"kustomization.yaml": "resources:\n" + lines(n, "- r%.yaml\n") + "images:\n" + lines(n, "- {name: a%, newTag: b}\n"), "r1.yaml": DEPLOYMENT % ((1,) * 5)}
@case(1_000)
def kustomizations(n): return {f"k{i}/kustomization.yaml": f"resources: [../k{(i + 1) % n}]\n" for i in range(n)} | {"k0/d.yaml": DEPLOYMENT % ((1,) * 5)}
@case(1_000)
def charts(n): return {f"c{i}/Chart.yaml": "name: a\n" for i in range(n)} | {f"c{i}/templates/a.yaml": "a: {{ b }}\n" for i in range(n)}
@case(200)
def folders_deep(n): return {"/".join(["d"] * (n if n < 500 else 500)) + "/Dockerfile": IMAGE, "/".join(["e"] * min(n, 500)) + "/a.yaml": DEPLOYMENT % ((1,) * 5)}
@case(1_000)
def makefiles(n): return {"Makefile": lines(n, "t%:\n\tdocker build -t img% -f d%/Dockerfile .\n"), "d1/Dockerfile": IMAGE, "a.yaml": DEPLOYMENT % ((1,) * 5)}
@case(500)
def workflows(n): return {f".github/workflows/w{i}.yaml": "on: push\njobs:\n  a:\n    steps:\n    - run: docker build -t api1 .\n" for i in range(n)} | {"Dockerfile": IMAGE, "a.yaml": DEPLOYMENT % ((1,) * 5)}


# --- objects that refer to each other ---

def objects(n, *templates):
    """n of each of some objects; `%` is the number of each."""
    return "---\n".join(template.replace("%", str(i)) for i in range(n) for template in templates)


NUMBERED = DEPLOYMENT.replace("%d", "%")
NUMBERED_SERVICE = SERVICE.replace("%d", "%")
BUDGET = "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: b%}\nspec: {minAvailable: 1, selector: {matchLabels: {app: a%}}}\n"
AUTOSCALER = (
    "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h%}\n"
    "spec: {minReplicas: 2, maxReplicas: 4, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d%}}\n"
)
INGRESS = (
    "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i%}\nspec: {rules: [{host: h%.example.com, http: "
    "{paths: [{path: /, pathType: Prefix, backend: {service: {name: s%, port: {number: 80}}}}]}}]}\n"
)
ROUTE = (
    "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r%}\n"
    "spec: {parentRefs: [{name: g}], rules: [{backendRefs: [{name: s%, port: 80}]}]}\n"
)
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c%}\ndata: {a: b}\n"
SECRET = "apiVersion: v1\nkind: Secret\nmetadata: {name: c%}\ndata: {a: Yg==}\n"
CLAIM = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: c%}\nspec: {accessModes: [ReadWriteOnce]}\n"
MONITORED = "apiVersion: v1\nkind: Service\nmetadata: {name: s%, labels: {app: a%}}\nspec: {selector: {app: a%}, ports: [{name: http, port: 80, targetPort: 8000}]}\n"
MONITOR = "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: m%}\nspec: {selector: {matchLabels: {app: a%}}, endpoints: [{port: http}]}\n"


TENANT = "---\n".join([
    NUMBERED.replace("name: d%", "@name: web").replace("a%", "web").replace("api%", "web") + "        envFrom: [{configMapRef: {name: web}}]\n        volumeMounts: [{name: v, mountPath: /v}]\n      serviceAccountName: web\n      volumes: [{name: v, persistentVolumeClaim: {claimName: web}}]\n",
    "apiVersion: v1\nkind: Service\nmetadata: {@name: web, labels: {app: web}}\nspec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8000}]}\n",
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {@name: web}\ndata: {A: b}\n",
    "apiVersion: v1\nkind: ServiceAccount\nmetadata: {@name: web}\n",
    "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {@name: web}\nspec: {accessModes: [ReadWriteOnce]}\n",
    "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {@name: web}\nspec: {rules: [{host: h%.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}\n",
    "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {@name: web}\nspec: {parentRefs: [{name: g}], rules: [{backendRefs: [{name: web, port: 80}]}]}\n",
    "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {@name: web}\nspec: {minReplicas: 2, maxReplicas: 4, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}\n",
    "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {@name: web}\nspec: {minAvailable: 1, selector: {matchLabels: {app: web}}}\n",
    "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {@name: web}\nspec: {selector: {matchLabels: {app: web}}, endpoints: [{port: http}]}\n",
])


@case(200)
def tenants(n): return {f"t{i}/a.yaml": TENANT.replace("@", "").replace("%", str(i)) for i in range(n)}
@case(200)
def tenants_with_namespaces(n): return {f"t{i}/a.yaml": TENANT.replace("@", "namespace: n%, ").replace("%", str(i)) for i in range(n)}
@case(200)
def tenants_in_one_namespace(n): return {f"t{i}/a.yaml": TENANT.replace("@", "namespace: n, ").replace("%", str(i)) for i in range(n)}
@case(200)
def tenants_in_one_folder(n): return {f"{i}.yaml": TENANT.replace("@", "").replace("%", str(i)) for i in range(n)}
@case(200)
def tenants_in_one_folder_with_namespaces(n): return {f"{i}.yaml": TENANT.replace("@", "namespace: n%, ").replace("%", str(i)) for i in range(n)}
@case(200)
def tenants_by_kind(n):
    return {f"{kind}/t{i}.yaml": text.replace("@", "").replace("%", str(i)) for i in range(n) for kind, text in enumerate(TENANT.split("---\n"))}
@case(200)
def projects(n):
    compose = "services:\n  web: {build: ., restart: always, ports: ['80:80'], environment: {A: b}}\n  db: {image: postgres:16, restart: always}\n"
    return {f"p{i}/{path}": text for i in range(n) for path, text in (
        ("Dockerfile", IMAGE + "EXPOSE 8000\n"), ("compose.prod.yaml", compose), ("app/main.py", "from fastapi import FastAPI\napp = FastAPI()\n"),
        ("nginx.conf", "http { upstream web { server web:80; } server { location / { proxy_pass http://web; proxy_read_timeout 10s; } } }\n"))}
@case(200)
def overlays(n):
    patch = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {revisionHistoryLimit: 3}\n"
    kustomization = ("resources: [a.yaml]\nimages: [{name: registry.example.com/web, newTag: '2'}]\npatches:\n- {path: p.yaml}\n"
                     "- {target: {kind: Deployment}, patch: '[{op: replace, path: /spec/replicas, value: 3}]'}\n")
    return {f"o{i}/{path}": text for i in range(n) for path, text in (
        ("a.yaml", TENANT.replace("@", "").replace("%", str(i))), ("p.yaml", patch), ("kustomization.yaml", kustomization))}
@case(1_000)
def monitors(n): return {"a.yaml": objects(n, MONITORED, MONITOR)}
@case(1_000)
def monitors_of_nothing(n): return {"a.yaml": objects(n, MONITORED, MONITOR.replace("app: a%", "app: b%"))}
@case(1_000)
def monitors_by_expressions(n): return {"a.yaml": objects(n, MONITORED, MONITOR.replace("matchLabels: {app: a%}", "matchExpressions: [{key: app, operator: In, values: [a%]}]"))}
@case(1_000)
def monitors_with_other_ports(n): return {"a.yaml": objects(n, MONITORED, MONITOR.replace("port: http", "port: metrics"))}
@case(500)
def pod_monitors(n): return {"a.yaml": objects(n, NUMBERED, MONITOR.replace("Service", "Pod").replace("endpoints", "podMetricsEndpoints"))}
@case(500)
def budgets(n): return {"a.yaml": objects(n, NUMBERED, BUDGET)}
@case(500)
def budgets_by_expressions(n):
    return {"a.yaml": objects(n, NUMBERED, BUDGET.replace("matchLabels: {app: a%}", "matchExpressions: [{key: app, operator: In, values: [a%]}]"))}
@case(500)
def autoscalers(n):
    return {"a.yaml": objects(n, NUMBERED, AUTOSCALER)}
@case(500)
def autoscalers_of_nothing(n):
    return {"a.yaml": objects(n, NUMBERED, AUTOSCALER.replace("name: d%", "name: e%"))}
@case(500)
def ingresses(n):
    return {"a.yaml": objects(n, NUMBERED, NUMBERED_SERVICE, INGRESS)}
@case(500)
def ingresses_to_nothing(n):
    return {"a.yaml": objects(n, NUMBERED_SERVICE, INGRESS.replace("name: s%", "name: t%"))}
@case(500)
def gateway_routes(n):
    return {"a.yaml": objects(n, NUMBERED, NUMBERED_SERVICE, ROUTE)}
@case(500)
def gateway_routes_to_nothing(n):
    return {"a.yaml": objects(n, NUMBERED_SERVICE, ROUTE.replace("name: s%", "name: t%"))}
@case(1_000)
def services_of_nothing(n): return {"a.yaml": objects(n, MONITORED) + "---\n" + DEPLOYMENT % ((0,) * 5)}
@case(500)
def services_by_name(n): return {"a.yaml": objects(n, NUMBERED, MONITORED.replace("targetPort: 8000", "targetPort: web"))}
REFERRING = NUMBERED + "        envFrom: [{configMapRef: {name: c%}}, {secretRef: {name: c%}}]\n"
@case(500)
def missing_references(n): return {"a.yaml": objects(n, REFERRING)}
@case(500)
def missing_references_beside_others(n):
    return {"a.yaml": objects(n, REFERRING, CONFIG_MAP.replace("c%", "other%"), SECRET.replace("c%", "other%"))}
@case(500)
def references(n):
    return {"a.yaml": objects(n, REFERRING, CONFIG_MAP, SECRET)}
@case(500)
def missing_references_beside_operators(n):
    return {"a.yaml": objects(n, REFERRING, "apiVersion: example.com/v1\nkind: Database\nmetadata: {name: b%}\nspec: {size: 1}\n")}
@case(500)
def limit_ranges(n):
    return {"a.yaml": objects(n, NUMBERED, "apiVersion: v1\nkind: LimitRange\nmetadata: {name: l%, namespace: n%}\nspec: {limits: [{type: Container, default: {memory: 1Gi}}]}\n")}
@case(500)
def limit_ranges_elsewhere(n):
    return {"a.yaml": objects(n, NUMBERED)} | {f"f{i}/l.yaml": "apiVersion: v1\nkind: LimitRange\nmetadata: {name: l}\nspec: {limits: [{type: Container, default: {memory: 1Gi}}]}\n" for i in range(n)}
@case(500)
def patches_by_name(n):
    return {"kustomization.yaml": "resources: [a.yaml]\npatches:\n" + lines(n, "- {path: p%.yaml}\n"), "a.yaml": objects(n, NUMBERED)} | {
        f"p{i}.yaml": f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: d{i}}}\nspec: {{replicas: 3}}\n" for i in range(n)}
@case(500)
def patches_without_a_name(n):
    return {"kustomization.yaml": "resources: [a.yaml]\npatches:\n" + lines(n, "- {target: {kind: Deployment, labelSelector: app=a%}, patch: '[{op: add, path: /metadata/labels/x%, value: y}]'}\n"), "a.yaml": objects(n, NUMBERED)}
@case(500)
def partial_objects(n):
    return {"a.yaml": objects(n, NUMBERED)} | {f"overlays/p{i}.yaml": f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: d{i}}}\nspec: {{replicas: 3}}\n" for i in range(n)}
@case(500)
def claims(n):
    return {"a.yaml": objects(n, NUMBERED + "        volumeMounts: [{name: v, mountPath: /v}]\n      volumes: [{name: v, persistentVolumeClaim: {claimName: c%}}]\n",
                              CLAIM)}
@case(500)
def claims_in_common(n):
    return {"a.yaml": objects(n, NUMBERED + "        volumeMounts: [{name: v, mountPath: /v}]\n      volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]\n")
            + "---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: c}\nspec: {accessModes: [ReadWriteOnce]}\n"}
@case(300)
def stateful_sets(n):
    return {"a.yaml": objects(n, NUMBERED.replace("kind: Deployment", "kind: StatefulSet").replace("replicas: 2", "replicas: 2\n  serviceName: s%"), NUMBERED_SERVICE)}
@case(300)
def databases(n):
    command = "        command: [gunicorn, --workers, '4', 'app:app']\n        env: [{name: DATABASE_URL, value: postgres://db/a}]\n"
    return {"a.yaml": objects(n, NUMBERED + command, "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: db%}\nspec: {postgresql: {parameters: {max_connections: '100'}}}\n")}
@case(300)
def namespaces(n):
    return {f"f{i}/a.yaml": (DEPLOYMENT % ((i,) * 5)).replace(f"name: d{i}", f"namespace: n{i}, name: d{i}") for i in range(n)} | {
        f"f{i}/s.yaml": SERVICE % (i, i) for i in range(n)}
@case(300)
def proxies(n):
    map_ = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: n%}\ndata:\n  nginx.conf: |\n    http { server { location / { proxy_pass http://s%; proxy_read_timeout 10s; } } }\n"
    return {"a.yaml": objects(n, NUMBERED + "        command: [gunicorn, --timeout, '60', 'app:app']\n", NUMBERED_SERVICE, map_)}
@case(300)
def token_mounts(n):
    return {"a.yaml": objects(n, NUMBERED.replace("      containers:", "      serviceAccountName: a%\n      containers:"),
                              "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a%}\n",
                              "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b%}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r%}\nsubjects: [{kind: ServiceAccount, name: a%}]\n")}
@case(200)
def images_by_dockerfile(n):
    return {f"api{i}/Dockerfile": IMAGE for i in range(n)} | {"a.yaml": objects(n, NUMBERED, NUMBERED_SERVICE)} | {
        "kustomization.yaml": "resources: [a.yaml]\nimages:\n" + lines(n, "- {name: registry.example.com/api%, newTag: '2'}\n")}
@case(300)
def compose_of_images(n):
    return {"compose.prod.yaml": "services:\n" + lines(n, "  s%: {build: ./api%, restart: always, depends_on: [s0]}\n")} | {f"api{i}/Dockerfile": IMAGE for i in range(n)}
@case(200)
def skaffold(n):
    return {"skaffold.yaml": "apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n" + lines(n, "  - {image: registry.example.com/api%, context: api%}\n"),
            "a.yaml": objects(n, NUMBERED)} | {f"api{i}/Dockerfile": IMAGE for i in range(n)}
@case(300)
def custom_resource_definitions_and_objects(n):
    return {"a.yaml": objects(n, "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: k%s.example.com}\nspec: {group: example.com, names: {kind: K%, plural: k%s}, scope: Namespaced, versions: [{name: v1, served: true, storage: true}]}\n",
                              "apiVersion: example.com/v1\nkind: K%\nmetadata: {name: a}\nspec: {a: b}\n")}


def measure(binary, folder):
    """CPU seconds, wall seconds, peak memory in MB, and the exit status. A process of its own asks, so that ours does not count."""
    asker = (
        "import os,resource,sys,time\nstart=time.monotonic()\npid=os.fork()\n"
        "if pid==0:\n os.dup2(os.open('/dev/null',os.O_WRONLY),1);os.dup2(1,2);os.chdir(sys.argv[2]);"
        "resource.setrlimit(resource.RLIMIT_CPU,(60,60));os.execv(sys.argv[1],['readylint','.'])\n"
        "_,status,used=os.wait4(pid,0)\nprint(used.ru_utime+used.ru_stime,time.monotonic()-start,used.ru_maxrss//1024,os.waitstatus_to_exitcode(status))"
    )
    words = subprocess.run([sys.executable, "-S", "-E", "-c", asker, binary, folder], capture_output=True, text=True, check=True).stdout.split()
    return float(words[0]), float(words[1]), int(words[2]), int(words[3])


def write(folder, files):
    for path, text in files.items():
        place = pathlib.Path(folder, path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--only", default="")
    parser.add_argument("--from", dest="first", default="")
    parser.add_argument("--limit", type=float, default=1.3)
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    with tempfile.TemporaryDirectory() as empty:
        idle = min(measure(binary, empty)[0] for _ in range(5))
    failed = []
    print(f"{'case':34} {'n':>8} {'n':>8} {'2n':>8} {'4n':>8} {'exponent':>9} {'MB at 4n':>9}")
    names = list(CASES)
    for name in names[names.index(options.first) if options.first else 0:]:
        size, build = CASES[name]
        if options.only not in name:
            continue
        times, memory, statuses = [], 0, []
        for factor in (1, 2, 4):
            folder = tempfile.mkdtemp(prefix="growth-")
            try:
                write(folder, build(size * factor))
                runs = [measure(binary, folder) for _ in range(3 if not times or times[-1] < 0.1 else 1)]
            finally:
                shutil.rmtree(folder)
            times.append(max(min(run[0] for run in runs) - idle, 0.0001))
            memory = runs[0][2]
            statuses += [run[3] for run in runs]
        exponent = math.log(times[2] / times[0], 4)
        last = math.log(times[2] / times[1], 2)
        bad = times[2] > 0.1 and max(exponent, last) > options.limit or times[2] > 10 or any(status < 0 or status == 2 for status in statuses)
        note = " <--" if bad else ""
        if any(status < 0 or status == 2 for status in statuses):
            note += f" status {sorted(set(statuses))}"
        print(f"{name:34} {size:8} " + " ".join(f"{value:8.3f}" for value in times) + f" {exponent:9.2f} {memory:9}{note}", flush=True)
        if bad:
            failed.append(name)
    print(f"{len(failed)} failed: {', '.join(failed)}" if failed else "all grow linearly")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
