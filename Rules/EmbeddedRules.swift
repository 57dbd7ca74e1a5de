// Made by `make rules` from the rule files beside it; a test compares both.
// swift-format-ignore-file
package enum EmbeddedRules {
  package static let text: StaticString = """
    access-log\u{1f}Requests are logged somewhere\u{1f}info\u{1f}\u{1f}checklist\u{1e}server\u{1e}observability\u{1f}process\u{1f}\u{1f}has(self.container) && self.isLongRunning && has(self.server) && has(self.server.accessLog)\u{1e}self.container.traffic == 'service' && self.container.isAlone && self.container.workload.exposure != 'ingress'\u{1f}self.server.accessLog\u{1f}server.accessLog\u{1f}\u{1f}=self.server.name + ' writes no access log, and nothing before it does'\u{1f}Without one nobody can tell afterwards which requests failed, which were slow, and who made them.\u{1f}Turn it on, to the standard output: `--access-logfile -` for gunicorn and hypercorn, `--access-log` for uvicorn and granian; or let the application log its requests and leave this rule out.\u{1f}documents 1 and 2\u{1e}https://docs.gunicorn.org/en/stable/settings.html#accesslog\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80}]}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api, labels: {app: api}}\n\
    spec:\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\", command: [gunicorn, --access-logfile=-, \"main:app\"]}\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
    kind: Ingress\n\
    metadata: {name: api}\n\
    spec:\n\
      defaultBackend: {service: {name: api, port: {number: 80}}}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80}]}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api, labels: {app: api}}\n\
    spec:\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\", command: [hypercorn, \"main:app\"]}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80}]}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api, labels: {app: api}}\n\
    spec:\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\", command: [↓hypercorn, \"main:app\"]}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80}]}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api, labels: {app: api}}\n\
    spec:\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\", command: [uvicorn, \"main:app\", ↓--no-access-log]}\n\
    \u{1c}\
    asgi-worker-class\u{1f}gunicorn serves an ASGI application with an ASGI worker\u{1f}error\u{1f}\u{1f}checklist\u{1e}server\u{1f}process\u{1f}\u{1f}has(self.server) && self.server.name == 'gunicorn'\u{1e}self.appInterface == 'asgi'\u{1f}!(self.server.workerClass in ['sync', 'gthread', 'eventlet', 'gevent', 'gevent_wsgi', 'gevent_pywsgi', 'tornado'])\u{1f}server.workerClass\u{1f}appInterface\u{1d}\"an ASGI application\u{1f}='gunicorn serves the ASGI application ' + self.server.app + ' with the WSGI worker ' + self.server.workerClass\u{1f}A WSGI worker calls the application with two arguments, an ASGI application wants three: every request ends in an error 500.\u{1f}Install uvicorn-worker and start gunicorn with `-k uvicorn_worker.UvicornWorker`, or start uvicorn itself.\u{1f}documents 0, 1 and 3\u{1e}https://www.uvicorn.org/deployment/#gunicorn\u{1f}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"-k\", \"uvicorn_worker.UvicornWorker\", \"shop.asgi:application\"]\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"shop.wsgi:application\"]\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"↓gunicorn\", \"shop.asgi:application\"]\n\
    \u{1e}fail\u{1d}api/pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\"}\n\
    \u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"gunicorn\", \"--worker-class\", \"↓gevent\", \"main:app\"]\n\
    \u{1d}api/main.py\u{1d}from fastapi import FastAPI\n\
    \n\
    app = FastAPI()\n\
    \u{1c}\
    binds-all-interfaces\u{1f}The server can be reached from outside its container\u{1f}error\u{1f}\u{1f}checklist\u{1e}server\u{1f}process\u{1f}\u{1f}self.isLongRunning && has(self.server) && !self.server.isQueueWorker\u{1e}!has(self.container) || self.container.isAlone && self.container.workload.exposure != 'host'\u{1e}has(self.container) || !(self.server.name in ['gunicorn', 'puma'] && self.server.hostIsDefault)\u{1f}!self.server.bindsLoopback\u{1f}server.host\u{1f}\u{1f}=self.server.name + ' binds ' + self.server.host + (self.server.hostIsDefault ? ', its default' : '') + ': nobody outside the container reaches it'\u{1f}A container has a loopback interface of its own. What listens there gets no request from a Service, and no probe of the kubelet either.\u{1f}Bind 0.0.0.0: `--host 0.0.0.0` for uvicorn and granian, `--bind 0.0.0.0:8000` for gunicorn and hypercorn.\u{1f}documents 0 and 3\u{1e}https://www.uvicorn.org/settings/#socket-binding\u{1f}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENV PORT=8080\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\", command: [uvicorn, \"main:app\"]}\n\
        - {name: proxy, image: \"registry.example.com/proxy:1.4\"}\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"↓uvicorn\", \"main:app\", \"--port\", \"8000\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"-b\", \"↓127.0.0.1:8000\", \"main:app\"]\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [hypercorn, \"--bind=↓localhost:8000\", \"main:app\"]\n\
    \u{1c}\
    connection-limits\u{1f}A public server bounds the connections that it takes\u{1f}info\u{1f}\u{1f}checklist\u{1e}server\u{1f}process\u{1f}\u{1f}has(self.container) && self.isLongRunning && has(self.server) && self.server.canLimitConcurrency\u{1e}self.container.traffic == 'service' && self.container.workload.exposure in ['loadBalancer', 'nodePort', 'ingress']\u{1f}has(self.server.limitConcurrency) || has(self.server.backlog)\u{1f}server.limitConcurrency\u{1f}\u{1f}=self.server.name + ' takes connections without limit, and is reached ' + (self.container.workload.exposure == 'ingress' ? 'through an Ingress or a gateway' : 'by a Service of the type ' + (self.container.workload.exposure == 'nodePort' ? 'NodePort' : 'LoadBalancer'))\u{1f}Above what it can answer in time, each further connection makes all slower, until memory is used up and probes fail; with a bound the surplus gets a quick 503 and other pods serve on.\u{1f}Set `--limit-concurrency` to what a load test shows that one worker bears, or bound the queue with `--backlog`.\u{1f}documents 0, 1 and 4\u{1e}https://www.uvicorn.org/settings/#resource-limits\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {type: LoadBalancer, selector: {app: api}, ports: [{port: 80}]}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api, labels: {app: api}}\n\
    spec:\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\", command: [uvicorn, \"main:app\", --limit-concurrency, \"200\"]}\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\"]\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {type: LoadBalancer, selector: {app: api}, ports: [{port: 80}]}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api, labels: {app: api}}\n\
    spec:\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\", command: [↓uvicorn, \"main:app\"]}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: gateway.networking.k8s.io/v1\n\
    kind: HTTPRoute\n\
    metadata: {name: api}\n\
    spec: {rules: [{backendRefs: [{name: api, port: 80}]}]}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80}]}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api, labels: {app: api}}\n\
    spec:\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\", command: [↓uvicorn, \"main:app\", --workers, \"2\"]}\n\
    \u{1c}\
    cors-restricted\u{1f}Only known origins may send requests with the user's cookies\u{1f}error\u{1f}\u{1f}checklist\u{1e}security\u{1f}workload\u{1f}\u{1f}\u{1f}!has(self.openCORS)\u{1f}openCORS\u{1f}\u{1f}=self.openCORS + ' lets every origin send requests with credentials'\u{1f}Any website that a signed-in user visits can then call the API in the user's name and read the answers: Starlette answers a request that has cookies with the name of whatever origin asked.\u{1f}List the origins: `allow_origins=[\"https://app.example.com\"]`; or leave `allow_credentials` out when everybody may call the API without cookies.\u{1f}document 3\u{1e}https://fastapi.tiangolo.com/tutorial/cors/#wildcards\u{1f}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/main.py\u{1d}from fastapi import FastAPI\n\
    from fastapi.middleware.cors import CORSMiddleware\n\
    \n\
    app = FastAPI()\n\
    app.add_middleware(CORSMiddleware, allow_origins=[\"https://app.example.com\"], allow_credentials=True)\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
    \u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/main.py\u{1d}from fastapi import FastAPI\n\
    from fastapi.middleware.cors import CORSMiddleware\n\
    \n\
    app = FastAPI()\n\
    app.add_middleware(CORSMiddleware, allow_origins=[\"*\"])\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
    \u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/main.py\u{1d}from fastapi import FastAPI\n\
    from fastapi.middleware.cors import CORSMiddleware\n\
    \n\
    app = FastAPI()\n\
    app.add_middleware(CORSMiddleware, allow_origins=↓[\"*\"], allow_credentials=True)\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
    kind: Ingress\n\
    metadata:\n\
      name: api\n\
      annotations:\n\
        nginx.ingress.kubernetes.io/enable-cors: \"true\"\n\
        nginx.ingress.kubernetes.io/cors-allow-origin: ↓\"*\"\n\
        nginx.ingress.kubernetes.io/cors-allow-credentials: \"true\"\n\
    spec:\n\
      defaultBackend: {service: {name: api, port: {number: 80}}}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80}]}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api, labels: {app: api}}\n\
    spec:\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\"}\n\
    \u{1c}\
    database-connections-fit\u{1f}All pools together fit into the database's connections\u{1f}error\u{1f}\u{1f}checklist\u{1e}resources\u{1f}process\u{1f}total\u{1d}self.server.workers * self.container.workload.maximumReplicas * (self.poolSize + self.maxOverflow)\u{1f}has(self.container) && self.container.role == 'main' && self.container.workload.isReplicated && has(self.server) && self.server.isPython\u{1e}has(self.databaseLimit) && has(self.poolSize)\u{1f}variables.total <= self.databaseLimit\u{1f}poolSize\u{1f}databaseLimit\u{1d}='the database takes ' + string(self.databaseLimit)\u{1e}container.workload.maximumReplicas\u{1d}='up to ' + string(self.container.workload.maximumReplicas) + ' pods'\u{1e}server.workers\u{1d}=string(self.server.workers) + (self.server.workers == 1 ? ' worker' : ' workers')\u{1f}=string(self.server.workers) + (self.server.workers == 1 ? ' worker' : ' workers') + ' × ' + string(self.container.workload.maximumReplicas) + ' pods × (' + string(self.poolSize) + ' + ' + string(self.maxOverflow) + ') connections = ' + string(variables.total) + ', but the database takes ' + string(self.databaseLimit)\u{1f}Each worker of each pod has a pool of its own. Under load, just when all of them are used, the database refuses further connections, to this application and to every other.\u{1f}Lower pool_size and max_overflow, the workers or the greatest number of pods, or put a pooler such as PgBouncer before the database. Leave some connections for migrations, rollouts and people.\u{1f}documents 0 and 3\u{1e}https://docs.sqlalchemy.org/en/20/core/pooling.html#sqlalchemy.pool.QueuePool\u{1f}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}postgres.yaml\u{1d}apiVersion: postgresql.cnpg.io/v1\n\
    kind: Cluster\n\
    metadata: {name: db}\n\
    spec:\n\
      instances: 3\n\
      postgresql: {parameters: {max_connections: \"100\"}}\n\
    \u{1d}api/db.py\u{1d}from sqlalchemy.ext.asyncio import create_async_engine\n\
    \n\
    engine = create_async_engine(URL, pool_size=10, max_overflow=10)\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
    \u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}postgres.yaml\u{1d}apiVersion: postgresql.cnpg.io/v1\n\
    kind: Cluster\n\
    metadata: {name: db}\n\
    spec:\n\
      instances: 3\n\
      postgresql: {parameters: {max_connections: \"100\"}}\n\
    \u{1d}api/db.py\u{1d}from sqlalchemy.ext.asyncio import create_async_engine\n\
    \n\
    engine = create_async_engine(URL, pool_size=settings.pool_size)\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
    \u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}postgres.yaml\u{1d}apiVersion: postgresql.cnpg.io/v1\n\
    kind: Cluster\n\
    metadata: {name: db}\n\
    spec:\n\
      instances: 3\n\
      postgresql: {parameters: {max_connections: \"100\"}}\n\
    \u{1d}api/db.py\u{1d}from sqlalchemy.ext.asyncio import create_async_engine\n\
    \n\
    engine = create_async_engine(URL, pool_size=↓20, max_overflow=10)\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
    \u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\", \"--workers\", \"4\"]\n\
    \u{1d}postgres.yaml\u{1d}apiVersion: apps/v1\n\
    kind: StatefulSet\n\
    metadata: {name: db}\n\
    spec:\n\
      selector: {matchLabels: {app: db}}\n\
      template:\n\
        metadata: {labels: {app: db}}\n\
        spec:\n\
          containers:\n\
            - {name: db, image: \"postgres:17\", args: [-c, max_connections=200]}\n\
    \u{1d}api/db.py\u{1d}from sqlalchemy.ext.asyncio import create_async_engine\n\
    \n\
    engine = ↓create_async_engine(URL)\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
    \u{1c}\
    distinct-probe-endpoints\u{1f}Liveness and readiness ask different questions\u{1f}error\u{1f}self.livenessProbe.secondsToAct >= 3 * self.readinessProbe.secondsToAct && !self.livenessProbe.isReadinessPath ? 'info' : 'error'\u{1f}checklist\u{1e}probes\u{1f}container\u{1f}\u{1f}self.isLongRunning && has(self.livenessProbe) && has(self.readinessProbe)\u{1f}self.livenessProbe.endpoint != self.readinessProbe.endpoint\u{1f}livenessProbe.endpoint\u{1f}readinessProbe.endpoint\u{1d}\"readiness calls the same\u{1f}='liveness and readiness both call ' + self.livenessProbe.endpoint\u{1f}When a dependency is away, readiness should fail and liveness should not: one endpoint for both makes the kubelet restart pods that are well, all at once, during somebody else's outage.\u{1f}Point the liveness probe at an endpoint that only shows that the process answers, and the readiness probe at one that checks what a request needs.\u{1f}documents 3 and 4\u{1e}https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              livenessProbe:\n\
                httpGet: {path: /livez, port: 8000}\n\
              readinessProbe:\n\
                httpGet: {path: /readyz, port: 8000}\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          livenessProbe:\n\
            httpGet: {path: /health, port: 8000}\n\
          readinessProbe:\n\
            httpGet: {path: /health, port: 8001}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
              livenessProbe:\n\
                httpGet: {path: ↓/health, port: http}\n\
              readinessProbe:\n\
                httpGet: {path: /health, port: 8000}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: db}\n\
    spec:\n\
      containers:\n\
        - name: db\n\
          image: registry.example.com/db:1.4\n\
          livenessProbe:\n\
            exec: {command: ↓[pg_isready, -U, app]}\n\
          readinessProbe:\n\
            exec: {command: [pg_isready, -U, app]}\n\
    \u{1c}\
    error-tracking-configured\u{1f}Errors are reported somewhere\u{1f}info\u{1f}\u{1f}checklist\u{1e}observability\u{1f}process\u{1f}\u{1f}has(self.container) && self.isLongRunning && has(self.errorTracker)\u{1f}self.errorTrackingIsConfigured\u{1f}\u{1f}errorTracker\u{1d}\"the dependency\u{1f}=self.errorTracker + ' is a dependency, but ' + self.errorTrackerVariable + ' is not set'\u{1f}Without its key or DSN the library does nothing, and says nothing about it.\u{1f}Set the variable from a Secret, or take the dependency out.\u{1f}documents 0, 1, 2 and 4\u{1e}https://docs.sentry.io/platforms/python/configuration/options/#dsn\u{1f}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/main.py\u{1d}app = make()\n\
    \u{1d}api/requirements.txt\u{1d}sentry-sdk[fastapi]==2.20.0\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              env: [{name: SENTRY_DSN, value: \"https://collector.example.com\"}]\n\
    \u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/main.py\u{1d}app = make()\n\
    \u{1d}api/requirements.txt\u{1d}sentry-sdk[fastapi]==2.20.0\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              envFrom: [{secretRef: {name: api}}]\n\
    \u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"↓uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/main.py\u{1d}app = make()\n\
    \u{1d}api/requirements.txt\u{1d}sentry-sdk[fastapi]==2.20.0\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
    \u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"↓uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/main.py\u{1d}app = make()\n\
    \u{1d}api/pyproject.toml\u{1d}[project]\n\
    name = \"api\"\n\
    dependencies = [\n\
      \"fastapi>=0.115\",\n\
      \"sentry_sdk>=2\",\n\
    ]\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              env: [{name: LOG_LEVEL, value: info}]\n\
    \u{1c}\
    exec-form-command\u{1f}The stop signal reaches the program\u{1f}error\u{1f}self.shell == 'bash' && !self.hasMalformedJSON ? 'warning' : 'error'\u{1f}checklist\u{1e}zero-downtime\u{1f}process\u{1f}\u{1f}self.isLongRunning\u{1f}self.signals == 'delivered'\u{1f}signals\u{1f}\u{1f}=(self.hasMalformedJSON ? 'this is no valid JSON, so it is run by a shell: ' : '') + 'SIGTERM does not reach ' + self.programText + ': ' + self.signalsLostTo\u{1f}The shell is process 1, gets SIGTERM and keeps it: the program goes on until SIGKILL takes it in the middle of its requests.\u{1f}Write the command as a JSON array, `CMD [\"uvicorn\", \"main:app\"]`, or begin the shell's last command with `exec`.\u{1f}documents 0 and 4\u{1e}https://docs.docker.com/reference/dockerfile/#shell-form-entrypoint-example\u{1f}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD exec uvicorn main:app --host 0.0.0.0 --port ${PORT:-8000}\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENTRYPOINT [\"tini\", \"--\"]\n\
    CMD [\"sh\", \"-c\", \"alembic upgrade head && exec uvicorn main:app\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD ↓uvicorn main:app --host 0.0.0.0\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD ↓['uvicorn', 'main:app']\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENTRYPOINT [\"↓sh\", \"-c\", \"gunicorn app:app\"]\n\
    \u{1c}\
    grace-period-covers-shutdown\u{1f}The grace period outlasts the preStop hook and the server's graceful shutdown\u{1f}error\u{1f}\u{1f}checklist\u{1e}zero-downtime\u{1f}container\u{1f}server\u{1d}has(self.process) && has(self.process.server) && has(self.process.server.gracefulTimeoutSeconds) ? self.process.server.gracefulTimeoutSeconds : 0.0\u{1f}self.isLongRunning\u{1e}self.preStopSeconds > 0.0 || variables.server > 0.0\u{1f}double(self.pod.terminationGracePeriodSeconds) >= self.preStopSeconds + variables.server\u{1f}pod.terminationGracePeriodSeconds\u{1f}preStopSeconds\u{1d}='takes ' + string(self.preStopSeconds) + ' s'\u{1e}process.server.gracefulTimeoutSeconds\u{1d}=self.process.server.name + ' waits ' + string(self.process.server.gracefulTimeoutSeconds) + ' s for open requests' + (self.process.server.gracefulTimeoutIsDefault ? ' unless told otherwise' : '')\u{1f}='stopping takes up to ' + string(self.preStopSeconds + variables.server) + ' s (' + (self.preStopSeconds > 0.0 ? 'preStop ' + string(self.preStopSeconds) + ' s' : '') + (self.preStopSeconds > 0.0 && variables.server > 0.0 ? ' + ' : '') + (variables.server > 0.0 ? self.process.server.name + ' ' + string(variables.server) + ' s' : '') + '), but SIGKILL comes after ' + string(self.pod.terminationGracePeriodSeconds) + ' s' + (self.pod.setsTerminationGracePeriod ? '' : ', the default')\u{1f}The grace period counts from the start of the preStop hook. What the server is still answering when it is over is cut off by SIGKILL.\u{1f}Raise terminationGracePeriodSeconds above the sum, with some seconds to spare, or lower the server's graceful timeout.\u{1f}documents 0, 1, 3 and 4\u{1e}https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-flow\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      terminationGracePeriodSeconds: 45\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\", --timeout-graceful-shutdown, \"30\"]\n\
          lifecycle:\n\
            preStop: {exec: {command: [sleep, \"10\"]}}\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      terminationGracePeriodSeconds: 5\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          lifecycle:\n\
            preStop: {exec: {command: [/drain.sh]}}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      terminationGracePeriodSeconds: ↓30\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\"]\n\
          args: [--timeout-graceful-shutdown=25]\n\
          lifecycle:\n\
            preStop: {exec: {command: [sh, -c, \"sleep 10\"]}}\n\
    \u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}deploy/api.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        ↓spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/shop/api:1.4\n\
              lifecycle:\n\
                preStop: {sleep: {seconds: 5}}\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"gunicorn\", \"-c\", \"gunicorn.conf.py\", \"main:app\"]\n\
    \u{1d}gunicorn.conf.py\u{1d}import os\n\
    workers = int(os.environ.get(\"WORKERS\", \"2\"))\n\
    graceful_timeout = 60\n\
    \u{1d}deploy/api.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          terminationGracePeriodSeconds: ↓40\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/shop/api:1.4\n\
    \u{1c}\
    graceful-timeout-below-request-timeout\u{1f}The graceful timeout leaves a request the time that it may take\u{1f}info\u{1f}\u{1f}checklist\u{1e}server\u{1e}zero-downtime\u{1f}process\u{1f}\u{1f}self.isLongRunning && has(self.server) && self.server.name == 'gunicorn'\u{1e}self.server.workerClass == 'sync' && has(self.server.requestTimeoutSeconds) && has(self.server.gracefulTimeoutSeconds)\u{1f}self.server.gracefulTimeoutSeconds >= self.server.requestTimeoutSeconds\u{1f}server.gracefulTimeoutSeconds\u{1f}server.requestTimeoutSeconds\u{1d}='a request may take ' + string(self.server.requestTimeoutSeconds) + ' s'\u{1f}='a request may take ' + string(self.server.requestTimeoutSeconds) + ' s (timeout), but a worker that stops waits only ' + string(self.server.gracefulTimeoutSeconds) + ' s for it (graceful_timeout)'\u{1f}Each rollout cuts off the requests that are allowed to take longer than graceful_timeout.\u{1f}Raise graceful_timeout to timeout, and terminationGracePeriodSeconds with it, or lower timeout.\u{1f}documents 2 and 3\u{1e}https://docs.gunicorn.org/en/stable/settings.html#graceful-timeout\u{1f}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"--timeout\", \"60\", \"--graceful-timeout\", \"60\", \"main:app\"]\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"-k\", \"uvicorn.workers.UvicornWorker\", \"--timeout\", \"120\", \"main:app\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"--timeout\", \"60\", \"--graceful-timeout\", \"↓20\", \"main:app\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"↓gunicorn\", \"--timeout\", \"120\", \"main:app\"]\n\
    \u{1c}\
    graceful-timeout-set\u{1f}The server ends by itself after its stop signal\u{1f}warning\u{1f}\u{1f}checklist\u{1e}server\u{1e}zero-downtime\u{1f}process\u{1f}\u{1f}self.isLongRunning && has(self.server) && !has(self.developmentServer)\u{1f}self.server.hasGracefulTimeout\u{1f}server.gracefulTimeoutSeconds\u{1f}\u{1f}=self.server.name + ' waits without limit for ' + (self.server.isQueueWorker ? 'running jobs' : 'open requests') + ' when it is told to stop' + (has(self.server.gracefulTimeoutOption) ? '; ' + self.server.gracefulTimeoutOption + ' is not set' : ', and it has no setting for it')\u{1f}One slow or hanging request, or job of a queue, keeps the server up until SIGKILL takes it, and then all the others that it was still serving are lost, its shut-down code too.\u{1f}Set the server's graceful timeout to less than terminationGracePeriodSeconds minus the preStop hook; for `fastapi run`, start uvicorn itself; for a queue worker, bound the jobs (Celery's task_time_limit) and let lost ones be taken up again.\u{1f}documents 0, 1 and 3\u{1e}https://www.uvicorn.org/settings/#timeouts\u{1f}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"--timeout-graceful-shutdown\", \"20\"]\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENV UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN=20\n\
    CMD [\"uvicorn\", \"main:app\"]\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"↓uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"↓celery\", \"-A\", \"shop\", \"worker\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uv\", \"run\", \"↓fastapi\", \"run\", \"main.py\"]\n\
    \u{1c}\
    liveness-checks-process-only\u{1f}The liveness probe checks the process alone\u{1f}warning\u{1f}\u{1f}checklist\u{1e}probes\u{1f}container\u{1f}\u{1f}self.isLongRunning && has(self.livenessProbe) && has(self.livenessProbe.path)\u{1f}!self.livenessProbe.isReadinessPath\u{1f}livenessProbe.path\u{1f}\u{1f}='liveness calls ' + self.livenessProbe.path + ', which sounds like a check of dependencies'\u{1f}A liveness probe that fails with the database restarts every pod during an outage of the database, and the restarted pods then come back all at once.\u{1f}Give liveness an endpoint of its own, such as /livez, that answers without calling anything else.\u{1f}documents 3 and 4\u{1e}https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          livenessProbe:\n\
            httpGet: {path: /actuator/health/liveness, port: 8080}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              livenessProbe:\n\
                httpGet: {path: ↓/readyz, port: 8000}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          livenessProbe:\n\
            httpGet:\n\
              path: ↓\"/health/db?deep=1\"\n\
              port: 8000\n\
    \u{1c}\
    liveness-probe\u{1f}Long-running containers have a liveness probe\u{1f}warning\u{1f}\u{1f}checklist\u{1e}probes\u{1f}container\u{1f}\u{1f}self.isLongRunning && self.role == 'main'\u{1f}has(self.livenessProbe)\u{1f}\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' has no liveness probe'\u{1f}A process that hangs goes on holding its place: only a liveness probe lets the kubelet restart it.\u{1f}Add a livenessProbe on an endpoint that answers from the process alone and touches no database or other service.\u{1f}documents 0, 1, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          initContainers:\n\
            - name: wait\n\
              image: registry.example.com/wait:1\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              livenessProbe:\n\
                httpGet: {path: /livez, port: 8000}\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: batch/v1\n\
    kind: Job\n\
    metadata: {name: migrate}\n\
    spec:\n\
      template:\n\
        spec:\n\
          restartPolicy: Never\n\
          containers:\n\
            - name: migrate\n\
              image: registry.example.com/api:1.4\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: ↓api\n\
              image: registry.example.com/api:1.4\n\
              readinessProbe:\n\
                httpGet: {path: /readyz, port: 8000}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: argoproj.io/v1alpha1\n\
    kind: Rollout\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - image: registry.example.com/api:1.4\n\
              name: ↓api\n\
              livenessProbe: null\n\
    \u{1c}\
    logs-to-stdout\u{1f}Logs go to the standard output\u{1f}warning\u{1f}\u{1f}checklist\u{1e}server\u{1e}observability\u{1f}process\u{1f}\u{1f}self.isLongRunning\u{1f}!has(self.logFile)\u{1f}logFile\u{1f}\u{1f}=self.logFileText + ' goes to the file ' + self.logFile\u{1f}Kubernetes collects what a container writes to its standard output. A file in the container is seen by nobody, grows until the disk is full, and is gone with the pod; on the node's /var/log it is mixed with those of other pods.\u{1f}Write logs to the standard output: `--access-logfile -`, `logging.StreamHandler`, `/dev/stdout`.\u{1f}documents 0, 2 and 3\u{1e}https://kubernetes.io/docs/concepts/cluster-administration/logging/\u{1f}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"--access-logfile\", \"-\", \"--error-logfile\", \"-\", \"main:app\"]\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    RUN ln -sf /dev/stdout /var/log/api/access.log\n\
    CMD [\"gunicorn\", \"--access-logfile\", \"/var/log/api/access.log\", \"main:app\"]\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [gunicorn, --access-logfile, /logs/access.log, \"main:app\"]\n\
          volumeMounts: [{name: logs, mountPath: /logs}]\n\
      volumes: [{name: logs, emptyDir: {}}]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"--access-logfile\", \"↓/var/log/api/access.log\", \"main:app\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENV LOG_FILE=↓/app/logs/api.log\n\
    CMD [\"uvicorn\", \"main:app\"]\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\"]\n\
          volumeMounts: [{name: logs, mountPath: /app/logs}]\n\
      volumes: [{name: logs, hostPath: {path: ↓/var/log/api}}]\n\
    \u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/main.py\u{1d}import logging\n\
    \n\
    logging.getLogger().addHandler(logging.FileHandler(↓\"app.log\"))\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
    \u{1c}\
    memory-fits-workers\u{1f}The memory limit is enough for all workers\u{1f}warning\u{1f}\u{1f}checklist\u{1e}resources\u{1f}container\u{1f}floor\u{1d}67108864.0 * double(self.process.server.workers + 1)\u{1f}has(self.memoryLimit) && has(self.process) && has(self.process.server) && self.process.server.isPython\u{1e}self.memoryLimit > 134217728.0\u{1f}self.memoryLimit >= variables.floor\u{1f}memoryLimit\u{1f}process.server.workers\u{1d}=string(self.process.server.workers) + ' workers'\u{1f}='a memory limit of ' + string(int(self.memoryLimit / 1048576.0)) + ' MiB is little for ' + string(self.process.server.workers) + ' workers of ' + self.process.server.name + ', which need ' + string(int(variables.floor / 1048576.0)) + ' MiB before the first request'\u{1f}Each worker holds the whole application. When their sum comes to the limit, the kernel kills one of them in the middle of its requests, again and again.\u{1f}Start fewer workers and more pods, or raise the limit; measure one worker under load and multiply.\u{1f}documents 2 and 4\u{1e}https://docs.gunicorn.org/en/stable/design.html#how-many-workers\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\", --workers, \"4\"]\n\
          resources: {limits: {memory: 1Gi}}\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\"]\n\
          env: [{name: WEB_CONCURRENCY, valueFrom: {secretKeyRef: {name: api, key: workers}}}]\n\
          resources: {limits: {memory: 256Mi}}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\", --workers, \"8\"]\n\
          resources: {limits: {memory: ↓256Mi}}\n\
    \u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"gunicorn\", \"--workers\", \"16\", \"main:app\"]\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          resources: {limits: {memory: ↓512Mi}}\n\
    \u{1c}\
    memory-limit\u{1f}Containers have a memory limit\u{1f}error\u{1f}\u{1f}checklist\u{1e}resources\u{1f}container\u{1f}\u{1f}\u{1f}has(self.memoryLimit)\u{1f}memoryLimit\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' has no memory limit'\u{1f}Without a limit one leaking process takes the node's memory, and the kernel then kills pods that did nothing wrong.\u{1f}Set resources.limits.memory to what the container needs at its peak, and resources.requests.memory to the same value.\u{1f}documents 0, 1, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              resources:\n\
                limits: {memory: 512Mi}\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: LimitRange\n\
    metadata: {name: defaults}\n\
    spec:\n\
      limits:\n\
        - type: Container\n\
          default: {memory: 256Mi}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: job}\n\
    spec:\n\
      containers:\n\
        - name: job\n\
          image: registry.example.com/job:2\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: ↓api\n\
              image: registry.example.com/api:1.4\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: batch/v1\n\
    kind: CronJob\n\
    metadata: {name: report}\n\
    spec:\n\
      schedule: \"0 4 * * *\"\n\
      jobTemplate:\n\
        spec:\n\
          template:\n\
            spec:\n\
              restartPolicy: Never\n\
              containers:\n\
                - name: report\n\
                  image: registry.example.com/report:3\n\
                  resources:\n\
                    ↓limits: {cpu: \"1\"}\n\
                    requests: {memory: 128Mi}\n\
    \u{1c}\
    memory-limit-sane\u{1f}Memory limits are enough for what runs\u{1f}warning\u{1f}has(self.memoryRequest) && self.memoryLimit < self.memoryRequest ? 'error' : 'warning'\u{1f}checklist\u{1e}resources\u{1f}container\u{1f}isPython\u{1d}has(self.process) && has(self.process.server) && self.process.server.isPython\u{1f}has(self.memoryLimit)\u{1f}self.memoryLimit >= self.memoryRequest && (!variables.isPython || self.memoryLimit > 134217728.0)\u{1f}memoryLimit\u{1f}memoryRequest\u{1d}=self.memoryLimit < self.memoryRequest ? 'the request' : ''\u{1f}=self.memoryLimit < self.memoryRequest ? 'the memory limit is below the request: the API server refuses the pod' : 'a memory limit of ' + string(int(self.memoryLimit / 1048576.0)) + ' MiB is little for ' + self.process.server.name\u{1f}A limit that the process reaches in normal use kills it again and again, in the middle of requests; one below the request is refused by the API server.\u{1f}Measure what the container takes at its peak and set the limit above it; for a Python server not below 256Mi.\u{1f}document 4\u{1e}https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\"]\n\
          resources:\n\
            requests: {memory: 256Mi}\n\
            limits: {memory: 256Mi}\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: proxy}\n\
    spec:\n\
      containers:\n\
        - name: proxy\n\
          image: registry.example.com/proxy:1.4\n\
          resources:\n\
            limits: {memory: 32Mi}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          resources:\n\
            requests: {memory: 1Gi}\n\
            limits: {memory: ↓512Mi}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\"]\n\
          resources:\n\
            requests: {memory: 128Mi}\n\
            limits: {memory: ↓128Mi}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          resources:\n\
            requests: {memory: 128Mi}\n\
            limits: {memory: ↓512m}\n\
    \u{1c}\
    migrations-not-at-start-up\u{1f}Pods do not migrate the database when they start\u{1f}info\u{1f}has(self.container) && self.container.workload.maximumReplicas > 1 ? 'error' : 'info'\u{1f}checklist\u{1e}delivery\u{1f}process\u{1f}\u{1f}!has(self.container) || self.container.workload.isLongRunning\u{1e}has(self.container) || has(self.server)\u{1f}!has(self.migration)\u{1f}migration\u{1f}container.workload.maximumReplicas\u{1d}=self.container.workload.maximumReplicas > 1 ? 'up to ' + string(self.container.workload.maximumReplicas) + ' pods' : ''\u{1f}='each ' + (has(self.container) ? 'pod' : 'container') + ' runs `' + self.migration + '` before it starts' + (has(self.container) && self.container.workload.maximumReplicas > 1 ? ', and there are up to ' + string(self.container.workload.maximumReplicas) + ' pods' : '')\u{1f}Pods that start together migrate at the same time; a pod that is restarted at night migrates too; a slow migration is killed by the startup probe half-way; and a rollback runs the old code against the new schema.\u{1f}Run the migration once for each release: a Job that runs before the rollout (`helm.sh/hook: pre-upgrade`, Argo CD's PreSync), or a step of the pipeline.\u{1f}documents 0, 2 and 3\u{1e}https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/\u{1f}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\"]\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: batch/v1\n\
    kind: Job\n\
    metadata: {name: migrate}\n\
    spec:\n\
      template:\n\
        spec:\n\
          restartPolicy: Never\n\
          containers:\n\
            - {name: migrate, image: \"registry.example.com/api:1.4\", command: [alembic, upgrade, head]}\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"sh\", \"-c\", \"python manage.py migrate --check && exec gunicorn shop.wsgi\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"sh\", \"-c\", \"↓alembic upgrade head && exec uvicorn main:app\"]\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 3\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          initContainers:\n\
            - {name: migrate, image: \"registry.example.com/api:1.4\", command: [python, ↓manage.py, migrate]}\n\
          containers:\n\
            - {name: api, image: \"registry.example.com/api:1.4\", command: [gunicorn, shop.wsgi]}\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    ENTRYPOINT [\"./entrypoint.sh\"]\n\
    CMD [\"gunicorn\", \"shop.wsgi\"]\n\
    \u{1d}entrypoint.sh\u{1d}#!/bin/sh\n\
    set -e\n\
    python ↓manage.py migrate --noinput\n\
    exec \"$@\"\n\
    \u{1c}\
    multiple-replicas\u{1f}Workloads behind a Service have at least two pods\u{1f}warning\u{1f}self.isBehindIngress ? 'error' : self.traffic == 'service' ? 'warning' : 'info'\u{1f}checklist\u{1e}zero-downtime\u{1f}workload\u{1f}\u{1f}self.isReplicated && self.traffic != 'none'\u{1f}self.minimumReplicas >= 2\u{1f}minimumReplicas\u{1f}\u{1f}=self.kind + ' \\'' + self.?name.orValue('?') + '\\' ' + (self.isBehindIngress ? 'is behind an Ingress' : self.traffic == 'service' ? 'is behind a Service' : 'has ports') + ' and may run with ' + string(self.minimumReplicas) + (self.minimumReplicas == 1 ? ' pod' : ' pods')\u{1f}With one pod every drained node, every eviction and every crash is an outage.\u{1f}Set spec.replicas to 2 or more, or the autoscaler's minimum, and let a disruption budget keep one of them.\u{1f}document 0\u{1e}https://kubernetes.io/docs/tasks/run-application/configure-pdb/\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80}]}\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 2\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - {name: api, image: \"registry.example.com/api:1.4\"}\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80}]}\n\
    ---\n\
    apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n\
      minReplicas: 3\n\
      maxReplicas: 9\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - {name: api, image: \"registry.example.com/api:1.4\"}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80}]}\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: ↓api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - {name: api, image: \"registry.example.com/api:1.4\"}\n\
    \u{1e}fail\u{1d}api/deployment.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 3\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - {name: api, image: \"registry.example.com/api:1.4\"}\n\
    \u{1d}api/service.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80}]}\n\
    \u{1d}api/scaling.yaml\u{1d}apiVersion: keda.sh/v1alpha1\n\
    kind: ScaledObject\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {name: api}\n\
      minReplicaCount: ↓1\n\
      maxReplicaCount: 9\n\
    \u{1c}\
    named-user-breaks-run-as-non-root\u{1f}runAsNonRoot goes with an image whose user is a number\u{1f}error\u{1f}\u{1f}checklist\u{1e}security\u{1f}container\u{1f}\u{1f}has(self.runAsNonRoot) && self.runAsNonRoot && !has(self.runAsUser)\u{1e}has(self.dockerfile)\u{1f}self.dockerfile.hasNumericUser && !self.dockerfile.runsAsRoot\u{1f}runAsNonRoot\u{1f}dockerfile.user\u{1d}=self.dockerfile.runsAsRoot ? 'the image runs as root' : 'a name, which the kubelet cannot look up'\u{1f}='the kubelet refuses to start the container: runAsNonRoot is set, and its image runs as ' + (has(self.dockerfile.user) ? (self.dockerfile.hasNumericUser ? 'user ' : 'the named user ') + '\\'' + self.dockerfile.user + '\\'' : 'root')\u{1f}The kubelet must know before the container exists that its user is not root. A name tells it nothing, so the pod ends in CreateContainerConfigError.\u{1f}Give the image a numeric USER, or set securityContext.runAsUser to the user's id.\u{1f}documents 0, 2 and 4\u{1e}https://kubernetes.io/docs/tasks/configure-pod-container/security-context/\u{1f}pass\u{1d}api/Dockerfile\u{1d}FROM debian:12\n\
    USER 10001\n\
    CMD [\"api\"]\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      securityContext: {runAsNonRoot: true}\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1\"}\n\
    \u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM debian:12\n\
    USER app\n\
    CMD [\"api\"]\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      securityContext: {runAsNonRoot: true, runAsUser: 10001}\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1\"}\n\
    \u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM debian:12\n\
    USER app\n\
    CMD [\"api\"]\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      securityContext: {runAsNonRoot: ↓true}\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1\"}\n\
    \u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM debian:12\n\
    CMD [\"api\"]\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1\n\
          securityContext:\n\
            runAsNonRoot: ↓true\n\
    \u{1c}\
    no-dev-server\u{1f}The image starts a server made for production\u{1f}error\u{1f}\u{1f}checklist\u{1e}server\u{1f}process\u{1f}\u{1f}self.isLongRunning\u{1f}!has(self.developmentServer)\u{1f}developmentServer\u{1f}\u{1f}=self.developmentServer + ' is a server for development'\u{1f}Development servers handle few requests at a time, do not drain on SIGTERM, and some run code that a stranger sends.\u{1f}Start the application with a production server: gunicorn, uvicorn, `fastapi run`, `next start`.\u{1f}document 4\u{1e}https://flask.palletsprojects.com/en/stable/deploying/\u{1f}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"shop.wsgi\"]\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"fastapi\", \"run\", \"main.py\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"↓flask\", \"run\", \"--host=0.0.0.0\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD exec ↓python manage.py runserver 0.0.0.0:8000\n\
    \u{1c}\
    no-latest-tag\u{1f}Base images have a tag other than latest\u{1f}error\u{1f}\u{1f}checklist\u{1e}supply-chain\u{1f}baseImage\u{1f}\u{1f}!has(self.digest)\u{1f}has(self.tag) && self.tag != 'latest'\u{1f}tag\u{1f}\u{1f}=has(self.tag) ? self.reference + ' is whatever was pushed last' : self.reference + ' has no tag, so it is whatever was pushed last'\u{1f}The next build may get another major version of the language or the distribution, without any change in the repository.\u{1f}Name the version that the code was tested with: `python:3.13-slim`.\u{1f}document 4\u{1e}https://docs.docker.com/build/building/best-practices/#pin-base-image-versions\u{1f}pass\u{1d}Dockerfile\u{1d}FROM python:3.13\n\
    FROM python:latest@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM scratch\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:↓latest\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM ↓localhost:5000/base AS build\n\
    FROM build\n\
    \u{1c}\
    no-reload\u{1f}The server does not watch its source\u{1f}error\u{1f}\u{1f}checklist\u{1e}server\u{1f}process\u{1f}\u{1f}has(self.server)\u{1f}!self.server.reload\u{1f}server.reload\u{1f}\u{1f}=self.server.name + ' is started with reloading on'\u{1f}A reloading server starts its workers under a watcher that costs CPU, ignores the number of workers, and restarts on any change below its folder, in the middle of requests.\u{1f}Take the flag out of the image's command; keep it in the command that developers run.\u{1f}document 4\u{1e}https://www.uvicorn.org/settings/\u{1f}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\"]\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"main:app\", \"--log-level\", \"debug\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"↓--reload\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}gunicorn.conf.py\u{1d}workers = 2\n\
    reload = ↓True\n\
    \u{1c}\
    non-root-user\u{1f}The image does not run as root\u{1f}error\u{1f}\u{1f}checklist\u{1e}security\u{1f}dockerfile\u{1f}\u{1f}\u{1f}!self.runsAsRoot\u{1f}runsAsRoot\u{1f}\u{1f}=self.setsUser ? 'the final stage runs as root: USER ' + self.user : has(self.user) ? 'the base image runs as ' + self.user : 'the final stage has no USER, so the image runs as root'\u{1f}Whoever breaks out of the process is root in the container, and may be root on the node.\u{1f}Create a user and switch to it behind the last RUN that needs root: `USER 10001`.\u{1f}documents 0, 1, 2 and 4\u{1e}https://docs.docker.com/reference/dockerfile/#user\u{1f}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim AS build\n\
    RUN pip install --target /app uvicorn\n\
    FROM python:3.13-slim\n\
    ARG UID=10001\n\
    USER ${UID}:${UID}\n\
    CMD [\"python\", \"-m\", \"app\"]\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM gcr.io/distroless/python3-debian12:nonroot\n\
    COPY app /app\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM debian:12 AS base\n\
    USER app\n\
    FROM base\n\
    CMD [\"app\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM ↓python:3.13-slim\n\
    CMD [\"python\", \"-m\", \"app\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM debian:12 AS build\n\
    USER app\n\
    FROM debian:12\n\
    USER app\n\
    USER ↓0:0\n\
    CMD [\"app\"]\n\
    \u{1c}\
    numeric-user\u{1f}USER is a number\u{1f}info\u{1f}\u{1f}checklist\u{1e}security\u{1f}dockerfile\u{1f}\u{1f}self.setsUser && !self.runsAsRoot\u{1f}self.hasNumericUser\u{1f}user\u{1f}\u{1f}='USER is the name \\'' + self.user + '\\'; Kubernetes can only tell a number from root'\u{1f}With runAsNonRoot, the kubelet must know that the user is not root before the container exists; it cannot look a name up in the image.\u{1f}Give the user a fixed id when it is created, and name that: `USER 10001`.\u{1f}documents 0 and 1\u{1e}https://kubernetes.io/docs/tasks/configure-pod-container/security-context/\u{1f}pass\u{1d}Dockerfile\u{1d}FROM debian:12\n\
    USER 10001:10001\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM debian:12\n\
    USER root\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM debian:12\n\
    RUN useradd --uid 10001 app\n\
    USER ↓app\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM debian:12 AS base\n\
    ARG NAME=web\n\
    USER ↓${NAME}:www\n\
    FROM base\n\
    CMD [\"web\"]\n\
    \u{1c}\
    one-worker-per-container\u{1f}A container that Kubernetes scales runs one worker\u{1f}info\u{1f}\u{1f}checklist\u{1e}server\u{1f}process\u{1f}\u{1f}has(self.container) && self.container.role == 'main' && has(self.server) && self.server.isPython && !self.server.isQueueWorker\u{1e}self.container.workload.isReplicated && (self.container.workload.hasAutoscaler || self.container.workload.minimumReplicas > 1)\u{1f}self.server.workers <= 1\u{1f}server.workers\u{1f}container.workload.minimumReplicas\u{1d}=self.container.workload.hasAutoscaler ? 'an autoscaler chooses the number of pods' : string(self.container.workload.minimumReplicas) + ' pods'\u{1f}=self.server.name + ' starts ' + string(self.server.workers) + ' workers in each pod' + (self.container.workload.hasAutoscaler ? ', and an autoscaler adds pods' : ' of ' + string(self.container.workload.minimumReplicas))\u{1f}Pods are what Kubernetes schedules, watches and replaces: a worker that hangs beside healthy ones is seen by no probe, and an autoscaler can add only several workers at once. The documents disagree: 0 and 1 want one worker for each container, 2, 3 and 4 want several.\u{1f}Run one worker and set more replicas, or keep several on purpose (they share preloaded memory) and leave this rule out: `ignore: [one-worker-per-container]`.\u{1f}documents 0 and 1\u{1e}https://fastapi.tiangolo.com/deployment/docker/#replication-number-of-processes\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 3\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - {name: api, image: \"registry.example.com/api:1.4\", command: [uvicorn, \"main:app\"]}\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"--workers\", \"4\"]\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 3\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - {name: api, image: \"registry.example.com/api:1.4\", command: [uvicorn, \"main:app\", --workers, ↓\"4\"]}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n\
      maxReplicas: 9\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              command: [uvicorn, \"main:app\"]\n\
              env: [{name: WEB_CONCURRENCY, value: ↓\"2\"}]\n\
    \u{1c}\
    pinned-base-digest\u{1f}Base images are pinned by digest\u{1f}warning\u{1f}\u{1f}checklist\u{1e}supply-chain\u{1f}baseImage\u{1f}\u{1f}\u{1f}has(self.digest)\u{1f}reference\u{1f}\u{1f}=self.reference + ' has no digest'\u{1f}A tag is moved to new images: the same Dockerfile then builds something else tomorrow, and a compromised tag reaches production by itself.\u{1f}Write the digest behind the tag, `name:tag@sha256:…`, and let a tool such as Renovate or Dependabot raise it.\u{1f}documents 0 and 1\u{1e}https://docs.docker.com/build/building/best-practices/#pin-base-image-versions\u{1f}pass\u{1d}Dockerfile\u{1d}ARG BASE=python:3.13@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n\
    FROM ${BASE} AS build\n\
    FROM build\n\
    FROM scratch\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}ARG BASE\n\
    FROM ${BASE}\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM ↓python:3.13-slim\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}ARG TAG=3.13\n\
    FROM --platform=linux/amd64 ↓python:${TAG} AS build\n\
    FROM python@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n\
    \u{1c}\
    pinned-image\u{1f}Containers name the image that they run\u{1f}error\u{1f}has(self.imageTag) && self.imageTag != 'latest' ? 'info' : 'error'\u{1f}checklist\u{1e}supply-chain\u{1f}container\u{1f}\u{1f}\u{1f}has(self.imageDigest)\u{1f}imageTag\u{1f}\u{1f}=has(self.imageTag) && self.imageTag != 'latest' ? 'the tag \\'' + self.imageTag + '\\' can be moved to another image; a digest cannot' : self.image + ' is whatever was pushed last' + (has(self.imageTag) ? '' : ': it has no tag')\u{1f}A tag can point to another image tomorrow: then two pods of one Deployment run different code, and a rollback brings back something that nobody has tested.\u{1f}Deploy the digest that the build pushed, `name:tag@sha256:…`; at the least a tag that is never pushed twice.\u{1f}documents 0, 1 and 4\u{1e}https://kubernetes.io/docs/concepts/containers/images/#image-names\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:${VERSION}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: ↓localhost:5000/api\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: \"registry.example.com/api:↓latest\"\n\
        - name: proxy\n\
          image: registry.example.com/proxy:↓2.1\n\
    \u{1c}\
    pre-stop-hook\u{1f}Containers behind a Service wait before they stop\u{1f}warning\u{1f}self.traffic == 'service' ? 'warning' : 'info'\u{1f}checklist\u{1e}zero-downtime\u{1f}container\u{1f}\u{1f}self.isLongRunning && self.traffic != 'none'\u{1f}has(self.preStop)\u{1f}lifecycle\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' ' + (self.traffic == 'service' ? 'gets requests from a Service' : 'has ports') + ', but has no preStop hook'\u{1f}A pod's endpoint is removed while it is already being stopped: for some seconds requests still arrive at a server that has closed its port.\u{1f}Add lifecycle.preStop with `sleep: {seconds: 10}` (Kubernetes 1.30 and later) or `exec: {command: [\"sleep\", \"10\"]}`, and raise terminationGracePeriodSeconds by as much.\u{1f}documents 0, 1, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-flow\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {app: api}\n\
      ports: [{port: 80, targetPort: 8000}]\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{containerPort: 8000}]\n\
              lifecycle:\n\
                preStop: {sleep: {seconds: 10}}\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: worker}\n\
    spec:\n\
      selector: {matchLabels: {app: worker}}\n\
      template:\n\
        metadata: {labels: {app: worker}}\n\
        spec:\n\
          containers:\n\
            - name: worker\n\
              image: registry.example.com/worker:1.4\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {app: api}\n\
      ports: [{port: 80, targetPort: 8000}]\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api, tier: web}}\n\
        spec:\n\
          containers:\n\
            - name: ↓api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{containerPort: 8000}]\n\
            - name: metrics\n\
              image: registry.example.com/metrics:1.4\n\
              ports: [{containerPort: 9090}]\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{containerPort: 8000}]\n\
              ↓lifecycle:\n\
                postStart: {exec: {command: [warm-up]}}\n\
    \u{1c}\
    probe-endpoint-exists\u{1f}The application answers at the probed path\u{1f}warning\u{1f}\u{1f}checklist\u{1e}probes\u{1f}probe\u{1f}\u{1f}has(self.isAnswered)\u{1f}self.isAnswered\u{1f}path\u{1f}application\u{1d}\"the application\u{1f}=self.application + ' has no route for ' + self.?path.orValue('/') + (size(self.likeRoutes) > 0 ? '; it has ' + self.likeRoutes.join(', ') : '')\u{1f}The kubelet takes a 404 for a failure: a liveness probe restarts the pod for ever, a readiness probe never sends it a request.\u{1f}Give the probe the path that the application has, with the prefixes of its routers, or add the route.\u{1f}documents 3 and 4\u{1e}https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#define-a-liveness-http-request\u{1f}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/main.py\u{1d}from fastapi import FastAPI\n\
    \n\
    from routers import health\n\
    \n\
    app = FastAPI()\n\
    app.include_router(health.router, prefix=\"/internal\")\n\
    \u{1d}api/routers/health.py\u{1d}from fastapi import APIRouter\n\
    \n\
    router = APIRouter(prefix=\"/health\")\n\
    \n\
    @router.get(\"/ready\")\n\
    def ready(): ...\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              readinessProbe: {httpGet: {path: /internal/health/ready, port: 8000}}\n\
    \u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/main.py\u{1d}from fastapi import FastAPI\n\
    from health import add_health\n\
    \n\
    app = FastAPI()\n\
    add_health(app)\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              readinessProbe: {httpGet: {path: /ready, port: 8000}}\n\
    \u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/main.py\u{1d}from fastapi import FastAPI\n\
    \n\
    app = FastAPI()\n\
    \n\
    @app.get(\"/healthz\")\n\
    def healthz(): ...\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              readinessProbe: {httpGet: {path: ↓/ready, port: 8000}}\n\
    \u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/main.py\u{1d}from fastapi import FastAPI\n\
    \n\
    from routers import health\n\
    \n\
    app = FastAPI()\n\
    app.include_router(health.router, prefix=\"/api/v1\")\n\
    \u{1d}api/routers/health.py\u{1d}from fastapi import APIRouter\n\
    \n\
    router = APIRouter()\n\
    \n\
    @router.get(\"/health\")\n\
    def health(): ...\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              readinessProbe: {httpGet: {path: ↓/health, port: 8000}}\n\
    \u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/main.py\u{1d}from fastapi import FastAPI\n\
    \n\
    def create_app():\n\
        app = FastAPI(docs_url=\"/docs\" if debug else None)\n\
    \n\
        @app.get(\"/live\")\n\
        def live(): ...\n\
    \n\
        return app\n\
    \n\
    app = create_app()\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              readinessProbe: {httpGet: {path: ↓/alive, port: 8000}}\n\
    \u{1c}\
    readiness-probe\u{1f}Containers that serve requests have a readiness probe\u{1f}warning\u{1f}self.traffic == 'service' ? 'error' : 'warning'\u{1f}checklist\u{1e}probes\u{1e}zero-downtime\u{1f}container\u{1f}\u{1f}self.isLongRunning && self.role == 'main'\u{1e}self.traffic != 'none' || self.workload.isReplicated\u{1f}has(self.readinessProbe)\u{1f}\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' has no readiness probe' + (self.traffic == 'service' ? ', but a Service sends it requests' : '')\u{1f}Without it a pod gets requests as soon as its process has started, and a rollout goes on before the new pods can answer.\u{1f}Add a readinessProbe on an endpoint that fails while the container cannot serve: not started yet, or a dependency that it cannot do without is away.\u{1f}documents 0, 1, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              readinessProbe:\n\
                httpGet: {path: /readyz, port: 8000}\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: DaemonSet\n\
    metadata: {name: agent}\n\
    spec:\n\
      selector: {matchLabels: {app: agent}}\n\
      template:\n\
        metadata: {labels: {app: agent}}\n\
        spec:\n\
          containers:\n\
            - name: agent\n\
              image: registry.example.com/agent:1.4\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {app: api}\n\
      ports: [{port: 80, targetPort: 8000}]\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: ↓api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{containerPort: 8000}]\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: StatefulSet\n\
    metadata: {name: queue}\n\
    spec:\n\
      serviceName: queue\n\
      selector: {matchLabels: {app: queue}}\n\
      template:\n\
        metadata: {labels: {app: queue}}\n\
        spec:\n\
          containers:\n\
            - name: ↓queue\n\
              image: registry.example.com/queue:7\n\
    \u{1c}\
    resource-requests\u{1f}Containers request CPU and memory\u{1f}warning\u{1f}\u{1f}checklist\u{1e}resources\u{1f}container\u{1f}\u{1f}\u{1f}has(self.cpuRequest) && has(self.memoryRequest)\u{1f}resources.requests\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' requests no ' + (has(self.cpuRequest) ? 'memory' : has(self.memoryRequest) ? 'cpu' : 'cpu and no memory')\u{1f}The scheduler places pods by their requests: without them a node is filled until everything on it is slow or evicted, and an autoscaler has nothing to compute a utilisation of.\u{1f}Set resources.requests.cpu and resources.requests.memory to what the container uses under normal load.\u{1f}documents 0, 1, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              resources:\n\
                limits: {memory: 512Mi}\n\
                requests: {cpu: 250m}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              resources:\n\
                ↓requests: {memory: 512Mi}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: shell}\n\
    spec:\n\
      containers:\n\
        - name: ↓shell\n\
          image: registry.example.com/shell:1\n\
    \u{1c}\
    service-reaches-pods\u{1f}Services lead to pods that listen\u{1f}error\u{1f}\u{1f}checklist\u{1e}networking\u{1f}servicePort\u{1f}\u{1f}has(self.selector)\u{1f}self.selectsPods && self.isOpen\u{1f}destination\u{1f}\u{1f}='Service \\'' + self.?service.orValue('?') + '\\' ' + (self.selectsPods ? 'sends requests to port ' + self.?target.orValue('?') + ', but its pods name ' + (self.ports == '' ? 'no ports' : self.ports) : 'selects ' + self.selector + ', which no workload has')\u{1f}The Service has no endpoint: every request to it fails, and nothing says so when it is applied.\u{1f}Make the selector match the labels of spec.template.metadata.labels, and targetPort the number or the name of a container's port.\u{1f}documents 0, 1 and 4\u{1e}https://kubernetes.io/docs/concepts/services-networking/service/\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {app: api}\n\
      ports: [{port: 80, targetPort: http}]\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api, tier: web}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: database}\n\
    spec:\n\
      ports: [{port: 5432}]\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec:\n\
      ↓selector: {app: api}\n\
      ports: [{port: 80, targetPort: 8000}]\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: backend}}\n\
      template:\n\
        metadata: {labels: {app: backend}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{containerPort: 8000}]\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {app: api}\n\
      ports:\n\
        - port: 80\n\
          targetPort: ↓web\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    \u{1c}\
    startup-probe\u{1f}Slow starters have a startup probe\u{1f}info\u{1f}\u{1f}checklist\u{1e}probes\u{1f}container\u{1f}\u{1f}self.isLongRunning && has(self.livenessProbe)\u{1e}self.livenessProbe.initialDelaySeconds >= 30\u{1f}has(self.startupProbe)\u{1f}livenessProbe.initialDelaySeconds\u{1f}\u{1f}='the liveness probe waits ' + string(self.livenessProbe.initialDelaySeconds) + ' s; a startup probe would end the wait as soon as the container is up'\u{1f}A fixed delay is too short on a slow day, when it restarts a container that was still starting, and too long on all others, when nobody watches a container that hangs.\u{1f}Add a startupProbe whose periodSeconds × failureThreshold covers the slowest start, and drop the liveness probe's initialDelaySeconds.\u{1f}documents 0 and 1\u{1e}https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              startupProbe:\n\
                httpGet: {path: /livez, port: 8000}\n\
                failureThreshold: 30\n\
              livenessProbe:\n\
                httpGet: {path: /livez, port: 8000}\n\
                initialDelaySeconds: 60\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          livenessProbe:\n\
            tcpSocket: {port: 8000}\n\
            initialDelaySeconds: 10\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              livenessProbe:\n\
                httpGet: {path: /livez, port: 8000}\n\
                initialDelaySeconds: ↓90\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: broker}\n\
    spec:\n\
      initContainers:\n\
        - name: broker\n\
          image: registry.example.com/broker:1\n\
          restartPolicy: Always\n\
          livenessProbe:\n\
            exec: {command: [broker, ping]}\n\
            initialDelaySeconds: ↓30\n\
      containers:\n\
        - name: client\n\
          image: registry.example.com/client:1\n\
    \u{1c}\
    stop-signal-is-graceful\u{1f}The stop signal is one at which the server finishes its requests\u{1f}warning\u{1f}\u{1f}checklist\u{1e}server\u{1e}zero-downtime\u{1f}process\u{1f}\u{1f}self.isLongRunning && has(self.server) && size(self.server.gracefulSignals) > 0 && has(self.stopSignal)\u{1e}self.signals == 'delivered' && !self.rewritesSignals\u{1f}self.stopSignal in self.server.gracefulSignals\u{1f}stopSignal\u{1f}server.name\u{1d}=self.server.name + ' finishes its ' + (self.server.isQueueWorker ? 'jobs' : 'requests') + ' at SIG' + self.server.gracefulSignals.join(', SIG')\u{1f}=self.server.name + ' is told to stop by SIG' + self.stopSignal + ', at which it does not finish its ' + (self.server.isQueueWorker ? 'jobs' : 'requests') + '; it does so at SIG' + self.server.gracefulSignals.join(' and SIG')\u{1f}The container runtime sends the image's STOPSIGNAL, SIGTERM where there is none, and an image inherits it from its base. A server that takes another signal for the graceful one drops its requests in every rollout.\u{1f}Write STOPSIGNAL into the Dockerfile: SIGQUIT for nginx and php-fpm, SIGTERM for gunicorn, SIGWINCH for Apache.\u{1f}Kubernetes and the servers' own documentation\u{1e}https://docs.docker.com/reference/dockerfile/#stopsignal\u{1e}https://nginx.org/en/docs/control.html\u{1f}pass\u{1d}Dockerfile\u{1d}FROM nginx:1.29\n\
    CMD [\"nginx\", \"-g\", \"daemon off;\"]\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM registry.example.com/base:1\n\
    CMD [\"nginx\", \"-g\", \"daemon off;\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM ↓alpine:3.22\n\
    RUN apk add --no-cache nginx\n\
    CMD [\"nginx\", \"-g\", \"daemon off;\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    STOPSIGNAL ↓SIGINT\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1c}\
    tls-at-ingress\u{1f}TLS ends at the Ingress\u{1f}info\u{1f}\u{1f}checklist\u{1e}server\u{1f}process\u{1f}\u{1f}has(self.container) && has(self.server) && self.container.traffic == 'service' && self.container.workload.isBehindIngress\u{1e}!self.container.workload.ingressSpeaksTLS\u{1f}!has(self.server.tlsKeyFile)\u{1f}server.tlsKeyFile\u{1f}\u{1f}=self.server.name + ' ends TLS itself with ' + self.server.tlsKeyFile + ', behind an Ingress that speaks plain HTTP to it'\u{1f}The Ingress speaks HTTP to a port that wants TLS, and each request fails; or nobody uses the certificate, which somebody must renew all the same.\u{1f}Let the Ingress end TLS and the server speak HTTP, or tell the Ingress to speak HTTPS to it (`nginx.ingress.kubernetes.io/backend-protocol: HTTPS`).\u{1f}documents 0 and 1\u{1e}https://kubernetes.io/docs/concepts/services-networking/ingress/#tls\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
    kind: Ingress\n\
    metadata:\n\
      name: api\n\
      annotations: {nginx.ingress.kubernetes.io/backend-protocol: HTTPS}\n\
    spec:\n\
      defaultBackend: {service: {name: api, port: {number: 443}}}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 443}]}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api, labels: {app: api}}\n\
    spec:\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\", command: [uvicorn, \"main:app\", --ssl-keyfile, /tls/tls.key]}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
    kind: Ingress\n\
    metadata: {name: api}\n\
    spec:\n\
      defaultBackend: {service: {name: api, port: {number: 443}}}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 443}]}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api, labels: {app: api}}\n\
    spec:\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\", command: [uvicorn, \"main:app\", --ssl-keyfile, ↓/tls/tls.key]}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
    kind: Ingress\n\
    metadata: {name: api}\n\
    spec:\n\
      defaultBackend: {service: {name: api, port: {number: 443}}}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 443}]}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api, labels: {app: api}}\n\
    spec:\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\", command: [gunicorn, --keyfile=↓/tls/tls.key, --certfile=/tls/tls.crt, \"main:app\"]}\n\
    \u{1c}\
    tracing-endpoint-set\u{1f}Traces are sent somewhere\u{1f}info\u{1f}\u{1f}checklist\u{1e}observability\u{1f}process\u{1f}\u{1f}has(self.container) && self.isLongRunning && has(self.tracingSDK)\u{1f}self.tracingIsConfigured\u{1f}\u{1f}tracingSDK\u{1d}\"the dependency\u{1f}=self.tracingSDK + ' is a dependency, but nothing says where traces go: OTEL_EXPORTER_OTLP_ENDPOINT is not set'\u{1f}Without an endpoint the exporter sends to localhost:4317, where nothing listens in a pod: traces are lost, and each batch waits for its timeout.\u{1f}Set OTEL_EXPORTER_OTLP_ENDPOINT to the collector, and OTEL_SERVICE_NAME; or let an operator inject them.\u{1f}documents 0, 1, 2 and 4\u{1e}https://opentelemetry.io/docs/languages/sdk-configuration/otlp-exporter/\u{1f}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/main.py\u{1d}app = make()\n\
    \u{1d}api/requirements.txt\u{1d}opentelemetry-sdk==1.30.0\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              env: [{name: OTEL_EXPORTER_OTLP_ENDPOINT, value: \"https://collector.example.com\"}]\n\
    \u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/main.py\u{1d}app = make()\n\
    \u{1d}api/requirements.txt\u{1d}opentelemetry-sdk==1.30.0\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              envFrom: [{secretRef: {name: api}}]\n\
    \u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"↓uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/main.py\u{1d}app = make()\n\
    \u{1d}api/requirements.txt\u{1d}opentelemetry-sdk==1.30.0\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
    \u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"↓uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/main.py\u{1d}app = make()\n\
    \u{1d}api/pyproject.toml\u{1d}[project]\n\
    name = \"api\"\n\
    dependencies = [\n\
      \"fastapi>=0.115\",\n\
      \"opentelemetry-exporter-otlp-proto-http>=1.30\",\n\
    ]\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 4\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              env: [{name: LOG_LEVEL, value: info}]\n\
    \u{1c}\
    trusted-proxies\u{1f}The server believes the forwarded headers of its proxies and of nobody else\u{1f}warning\u{1f}has(self.server.forwardedAllowIPs) && self.server.forwardedAllowIPs == '*' && has(self.container) && self.container.workload.exposure in ['cluster', 'ingress'] ? 'info' : 'warning'\u{1f}checklist\u{1e}server\u{1e}security\u{1f}process\u{1f}readsHeaders\u{1d}self.server.name == 'uvicorn' || self.server.name == 'fastapi' || self.server.name == 'gunicorn' && self.server.workerClass.contains('uvicorn')\u{1e}believesEverybody\u{1d}self.server.forwardedAllowIPs == '*'\u{1f}self.isLongRunning && has(self.server) && has(self.server.forwardedAllowIPs)\u{1e}variables.believesEverybody || variables.readsHeaders && has(self.container) && self.container.workload.exposure == 'ingress' && self.container.traffic == 'service' && self.container.isAlone && !self.handlesForwardedHeaders\u{1f}!variables.believesEverybody && self.server.forwardedAllowIPs.split(',').exists(peer, !(peer.trim() in ['', '127.0.0.1', '::1', 'localhost']))\u{1f}server.forwardedAllowIPs\u{1f}\u{1f}=variables.believesEverybody ? self.server.name + ' believes the X-Forwarded- headers of everybody who reaches it' : self.server.name + ' is behind ' + (self.container.workload.isBehindIngress ? 'an Ingress' : 'a gateway') + ' but believes only X-Forwarded- headers from its own host: it takes the proxy for the client and https for http'\u{1f}Whoever is believed chooses the client's address that is logged, limited and checked; who believes nobody sees the proxy in place of every client, and builds links with http. The documents disagree: 0 and 1 start uvicorn with `*`, which is sound only where nothing but the proxy reaches the pod.\u{1f}Set `--forwarded-allow-ips` or FORWARDED_ALLOW_IPS to the network of the ingress controller's pods (uvicorn takes networks from 0.31 on); `*` only behind a ClusterIP Service, with a NetworkPolicy that admits the controller alone.\u{1f}documents 0, 1 and 3\u{1e}https://www.uvicorn.org/deployment/#running-behind-nginx\u{1f}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\", \"--forwarded-allow-ips\", \"10.0.0.0/8\"]\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"--proxy-headers\", \"--forwarded-allow-ips\", \"↓*\"]\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
    kind: Ingress\n\
    metadata: {name: api}\n\
    spec:\n\
      defaultBackend: {service: {name: api, port: {number: 80}}}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80}]}\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              command: [↓uvicorn, \"main:app\"]\n\
    \u{1c}\
    worker-heartbeat-in-memory\u{1f}gunicorn keeps its heartbeat files in memory\u{1f}warning\u{1f}\u{1f}checklist\u{1e}server\u{1f}process\u{1f}\u{1f}self.isLongRunning && has(self.server) && has(self.heartbeatsInMemory)\u{1f}self.heartbeatsInMemory\u{1f}heartbeatsInMemory\u{1f}\u{1f}='gunicorn keeps its heartbeat files in ' + (has(self.server.workerTmpDirectory) ? self.server.workerTmpDirectory : '/tmp') + ', on the container\\'s disk'\u{1f}Each worker touches a file so that the main process sees it alive. On a busy disk that call blocks, the main process takes the worker for dead and kills it with its requests.\u{1f}`--worker-tmp-dir /dev/shm`, or `worker_tmp_dir = \"/dev/shm\"` in gunicorn.conf.py.\u{1f}document 2\u{1e}https://docs.gunicorn.org/en/stable/faq.html#how-do-i-avoid-gunicorn-excessively-blocking-in-os-fchmod\u{1f}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"--worker-tmp-dir\", \"/dev/shm\", \"main:app\"]\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [gunicorn, --worker-tmp-dir=/tmp, \"main:app\"]\n\
          volumeMounts: [{name: tmp, mountPath: /tmp}]\n\
      volumes: [{name: tmp, emptyDir: {medium: Memory}}]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"↓gunicorn\", \"main:app\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}gunicorn.conf.py\u{1d}worker_tmp_dir = ↓\"/var/tmp\"\n\
    \u{1c}\
    worker-recycling-jitter\u{1f}Workers that are replaced after some requests are not all replaced at once\u{1f}info\u{1f}\u{1f}checklist\u{1e}server\u{1f}process\u{1f}\u{1f}self.isLongRunning && has(self.server) && has(self.server.maxRequests) && has(self.server.maxRequestsJitter)\u{1f}self.server.maxRequestsJitter > 0\u{1f}server.maxRequests\u{1f}\u{1f}=self.server.name + ' replaces every worker after ' + string(self.server.maxRequests) + ' requests, without jitter'\u{1f}Load is spread evenly, so workers and pods that started together come to their last request together, and for a moment nobody answers.\u{1f}Set the jitter to a tenth of the number of requests or more: `--max-requests-jitter`, for uvicorn `--limit-max-requests-jitter` (0.54).\u{1f}document 4\u{1e}https://docs.gunicorn.org/en/stable/settings.html#max-requests-jitter\u{1f}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"--max-requests\", \"1000\", \"--max-requests-jitter\", \"100\", \"main:app\"]\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"--max-requests\", \"↓1000\", \"main:app\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"--limit-max-requests=↓5000\"]\n\
    \u{1c}\
    workers-fit-cpu-limit\u{1f}There are no more workers than the container's CPU can run\u{1f}warning\u{1f}!self.server.workersCountCores && (!has(self.container.cpuLimit) || self.server.workers <= 2 * variables.cores + 1) ? 'info' : 'warning'\u{1f}checklist\u{1e}server\u{1e}resources\u{1f}process\u{1f}cpu\u{1d}!has(self.container) ? 0.0 : has(self.container.cpuLimit) ? self.container.cpuLimit : has(self.container.cpuRequest) ? self.container.cpuRequest : 0.0\u{1e}cores\u{1d}int(variables.cpu + 0.999)\u{1f}has(self.container) && self.isLongRunning && has(self.server) && self.server.isPython && !self.server.isQueueWorker\u{1e}variables.cpu > 0.0\u{1f}self.server.workersCountCores ? !has(self.container.cpuLimit) : self.server.workers <= (has(self.container.cpuLimit) ? variables.cores : 2 * variables.cores + 1)\u{1f}server.workers\u{1f}container.cpuLimit\u{1d}\"the limit\u{1e}container.cpuRequest\u{1d}=has(self.container.cpuLimit) ? '' : 'the request'\u{1f}=self.server.workersCountCores ? self.server.name + ' starts as many workers as the node has processors, but the container may use ' + string(variables.cpu) : self.server.name + ' starts ' + string(self.server.workers) + ' workers on ' + string(variables.cpu) + ' CPU' + (has(self.container.cpuLimit) ? '' : ', as much as is requested')\u{1f}Workers above what the CPU limit can run take the processor from one another, are throttled together, and each holds the application's memory. `cpu_count()` counts the node's processors whatever the limit is: dozens of workers on a large node. The documents disagree on the number (0 and 1 one, 2 to 4 twice the processors and one); only above the larger one this is a warning.\u{1f}Set the number of workers, or WEB_CONCURRENCY, to the CPU limit, or raise the limit.\u{1f}documents 2, 3 and 4\u{1e}https://docs.gunicorn.org/en/stable/design.html#how-many-workers\u{1f}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\", --workers, \"2\"]\n\
          resources: {limits: {cpu: \"2\"}}\n\
    \u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\"]\n\
          resources: {limits: {cpu: 500m}}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\", --workers, ↓\"4\"]\n\
          resources: {limits: {cpu: 500m}}\n\
    \u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}api/gunicorn.conf.py\u{1d}import multiprocessing\n\
    workers = ↓multiprocessing.cpu_count() * 2 + 1\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          resources: {limits: {cpu: \"1\"}}\n\
    
    """
}
