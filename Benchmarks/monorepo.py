#!/usr/bin/env python3
"""Writes a repository of services, for measuring how work grows with files.

usage: monorepo.py FOLDER FILES [NAME]

Every service has ten files that belong together: a Dockerfile, its program and what that depends on, a Deployment, a Service, an autoscaler, a
budget, a ConfigMap, an Ingress and a note. One service in eight has something wrong with it, each time something else. With a name,
only files of that name are written. The same arguments always write the same files.
"""
import itertools
import pathlib
import sys

MAIN = '''import os

import asyncpg
from fastapi import FastAPI

app = FastAPI()


@app.get("/health/live")
async def live():
    return {{"service": "{name}"}}


@app.get("/health/ready")
async def ready():
    async with app.state.pool.acquire() as connection:
        await connection.execute("SELECT 1")
    return {{"ready": True}}


@app.on_event("startup")
async def start():
    app.state.pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=1, max_size={pool})
'''

DOCKERFILE = '''FROM python:3.12.7-slim@sha256:{digest} AS build
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --prefix /install -r requirements.txt

FROM python:3.12.7-slim@sha256:{digest}
WORKDIR /app
COPY --from=build /install /usr/local
COPY main.py .
USER {user}
EXPOSE 8000
ENTRYPOINT ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000", "--timeout-graceful-shutdown", "{graceful}", \\
  "--limit-concurrency", "200", "--forwarded-allow-ips", "10.0.0.0/8"]
'''

REQUIREMENTS = '''asyncpg==0.30.0
fastapi==0.115.5
uvicorn==0.32.1
'''

DEPLOYMENT = '''apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: team-{team}
  labels:
    app.kubernetes.io/name: {name}
spec:
{replicas}  selector:
    matchLabels:
      app.kubernetes.io/name: {name}
  strategy:
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {name}
    spec:
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: 45
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        seccompProfile:
          type: RuntimeDefault
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app.kubernetes.io/name: {name}
      containers:
        - name: {name}
          image: registry.example.com/team-{team}/{name}@sha256:{digest}
          ports:
            - name: http
              containerPort: 8000
          envFrom:
            - configMapRef:
                name: {name}
          env:
            - name: DATABASE_URL
              valueFrom:
                secretKeyRef:
                  name: {name}-database
                  key: url
          lifecycle:
            preStop:
              sleep:
                seconds: 5
          startupProbe:
            httpGet:
              path: /health/live
              port: http
            failureThreshold: 30
            periodSeconds: 2
          livenessProbe:
            httpGet:
              path: /health/live
              port: http
            timeoutSeconds: 2
          readinessProbe:
            httpGet:
              path: {ready}
              port: http
            timeoutSeconds: 2
          resources:
            requests:
              cpu: 250m
              memory: 256Mi
            limits:
              memory: {limit}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          volumeMounts:
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: tmp
          emptyDir:
            sizeLimit: 64Mi
'''

SERVICE = '''apiVersion: v1
kind: Service
metadata:
  name: {name}
  namespace: team-{team}
spec:
  selector:
    app.kubernetes.io/name: {selector}
  ports:
    - name: http
      port: 80
      targetPort: http
'''

AUTOSCALER = '''apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {name}
  namespace: team-{team}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {name}
  minReplicas: 3
  maxReplicas: 12
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
'''

BUDGET = '''apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {name}
  namespace: team-{team}
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app.kubernetes.io/name: {name}
'''

CONFIG_MAP = '''apiVersion: v1
kind: ConfigMap
metadata:
  name: {name}
  namespace: team-{team}
data:
  LOG_LEVEL: info
  FEATURES: "a,b,c"
  REGION: eu-central-{team}
'''

INGRESS = '''apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {name}
  namespace: team-{team}
spec:
  tls:
    - hosts: [{name}.example.com]
      secretName: {name}-tls
  rules:
    - host: {name}.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: {name}
                port:
                  name: http
'''

NOTE = "# {name}\n\nA service of team {team}.\n"

# What is wrong with the first, the ninth, the seventeenth service and so on.
MISTAKES = [
    {"graceful": "90"}, {"user": "root"}, {"ready": "/ready"}, {"limit": "128Mi"}, {"selector": "nobody"}, {"replicas": "  replicas: 3\n"},
]


def files(number):
    name = f"service-{number:05}"
    values = {
        "name": name, "selector": name, "team": number % 20, "replicas": "", "pool": 5, "graceful": "30", "user": "10001", "limit": "512Mi",
        "ready": "/health/ready", "digest": f"{number:064x}",
    }
    if number % 8 == 0:
        values |= MISTAKES[number // 8 % len(MISTAKES)]
    contents = {
        "Dockerfile": DOCKERFILE, "main.py": MAIN, "requirements.txt": REQUIREMENTS, "deploy/deployment.yaml": DEPLOYMENT,
        "deploy/service.yaml": SERVICE, "deploy/autoscaler.yaml": AUTOSCALER, "deploy/budget.yaml": BUDGET,
        "deploy/config-map.yaml": CONFIG_MAP, "deploy/ingress.yaml": INGRESS, "README.md": NOTE,
    }
    for path, content in contents.items():
        yield f"team-{number % 20}/{name}/{path}", content.format(**values)


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    wanted = (file for number in itertools.count() for file in files(number) if len(sys.argv) == 3 or file[0].endswith("/" + sys.argv[3]))
    for path, content in itertools.islice(wanted, count):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content)


main()
