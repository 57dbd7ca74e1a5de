// Made by `make rules` from the rule files beside it; a test compares both.
// swift-format-ignore-file
package enum EmbeddedRules {
  package static let text: StaticString = """
    access-log\u{1f}process\u{1f}Requests are logged somewhere\u{1f}info\u{1f}\u{1f}checklist\u{1e}server\u{1e}observability\u{1f}\u{1f}\u{1f}has(self.container) && self.isLongRunning && has(self.server) && has(self.server.accessLog)\u{1e}self.container.traffic == 'service' && self.container.isAlone && self.container.workload.exposure != 'ingress'\u{1f}self.server.accessLog\u{1f}\"server.accessLog\u{1f}\u{1f}=self.server.name + ' writes no access log, and nothing before it does'\u{1f}Without one nobody can tell afterwards which requests failed, which were slow, and who made them.\u{1f}Turn it on, to the standard output: `--access-logfile -` for gunicorn and hypercorn, `--access-log` for uvicorn and granian; or let the application log its requests and leave this rule out.\u{1f}documents 1 and 2\u{1e}https://docs.gunicorn.org/en/stable/settings.html#accesslog\u{1f}\u{1f}&&&H7;process29;$0;.7;process2;$0;H7;process8;$0;H6;server23;.7;process8;$0;\u{1e}&&c11;operator ==0;1;2;.9;container3;.7;process29;$0;s7;service.9;container4;.7;process29;$0;c11;operator !=0;1;2;.8;workload19;.9;container30;.7;process29;$0;s7;ingress\u{1e}.6;server23;.7;process8;$0;\u{1e}c10;operator +0;1;2;.6;server0;.7;process8;$0;s49; writes no access log, and nothing before it does\u{1c}\
    asgi-worker-class\u{1f}process\u{1f}gunicorn serves an ASGI application with an ASGI worker\u{1f}error\u{1f}\u{1f}checklist\u{1e}server\u{1f}\u{1f}\u{1f}has(self.server) && self.server.name == 'gunicorn'\u{1e}self.appInterface == 'asgi'\u{1f}!(self.server.workerClass in ['sync', 'gthread', 'eventlet', 'gevent', 'gevent_wsgi', 'gevent_pywsgi', 'tornado'])\u{1f}\"server.workerClass\u{1f}appInterface\u{1d}\"an ASGI application\u{1f}='gunicorn serves the ASGI application ' + self.server.app + ' with the WSGI worker ' + self.server.workerClass\u{1f}A WSGI worker calls the application with two arguments, an ASGI application wants three: every request ends in an error 500.\u{1f}Install uvicorn-worker and start gunicorn with `-k uvicorn_worker.UvicornWorker`, or start uvicorn itself.\u{1f}documents 0, 1 and 3\u{1e}https://www.uvicorn.org/deployment/#gunicorn\u{1f}\u{1f}&H7;process8;$0;c11;operator ==0;1;2;.6;server0;.7;process8;$0;s8;gunicorn\u{1e}c11;operator ==0;1;2;.7;process17;$0;s4;asgi\u{1e}c11;operator !_0;1;1;c11;operator in0;1;2;.6;server13;.7;process8;$0;l7;0;s4;sync0;s7;gthread0;s8;eventlet0;s6;gevent0;s11;gevent_wsgi0;s13;gevent_pywsgi0;s7;tornado\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s37;gunicorn serves the ASGI application .6;server14;.7;process8;$0;s22; with the WSGI worker .6;server13;.7;process8;$0;\u{1c}\
    autoscaler\u{1f}workload\u{1f}Deployments behind a Service scale by themselves\u{1f}info\u{1f}\u{1f}checklist\u{1e}scaling\u{1f}\u{1f}\u{1f}self.kind == 'Deployment' && self.traffic == 'service'\u{1f}self.hasAutoscaler\u{1f}\"\u{1f}\u{1f}=self.kind + ' \\'' + self.?name.orValue('?') + '\\' '+ 'is behind a Service, but no autoscaler of the repository scales it'\u{1f}A fixed number of pods is too few on the busiest day and too many on all others.\u{1f}Add a HorizontalPodAutoscaler, or a KEDA ScaledObject, with a minimum of two pods.\u{1f}documents 0, 1 and 4\u{1e}https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/\u{1f}\u{1f}&c11;operator ==0;1;2;.8;workload1;$0;s10;Deploymentc11;operator ==0;1;2;.8;workload16;$0;s7;service\u{1e}.8;workload8;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.8;workload1;$0;s2; 'c7;orValue1;1;2;?4;name$0;s1;?s2;' s66;is behind a Service, but no autoscaler of the repository scales it\u{1c}\
    autoscaler-has-requests\u{1f}scaler\u{1f}Autoscalers watch resources that are requested\u{1f}error\u{1f}\u{1f}checklist\u{1e}scaling\u{1f}\u{1f}\u{1f}\u{1f}self.resourcesWithoutRequest.size() == 0\u{1f}\"resourcesWithoutRequest\u{1f}\u{1f}=self.kind + ' \\'' + self.?name.orValue('?') + '\\' '+ 'watches a utilisation that cannot be computed: no request for ' + self.resourcesWithoutRequest.join(', ')\u{1f}Utilisation is a share of the request. Without one in every container of the pod the metric is undefined, and nothing is scaled.\u{1f}Set resources.requests for the resource in every container of the target, or watch an AverageValue.\u{1f}documents 0, 1 and 4\u{1e}https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/\u{1f}\u{1f}c11;operator ==0;1;2;c4;size1;1;1;.6;scaler6;$0;i0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;scaler0;$0;s2; 'c7;orValue1;1;2;?4;name$0;s1;?s2;' s62;watches a utilisation that cannot be computed: no request for c4;join1;1;2;.6;scaler6;$0;s2;, \u{1c}\
    autoscaler-owns-replicas\u{1f}workload\u{1f}A workload that an autoscaler scales names no replicas\u{1f}warning\u{1f}\u{1f}checklist\u{1e}scaling\u{1f}\u{1f}\u{1f}self.hasAutoscaler\u{1f}!self.setsReplicas\u{1f}\"replicas\u{1f}\u{1f}=self.kind + ' \\'' + self.?name.orValue('?') + '\\' '+ 'sets replicas, but an autoscaler owns the number'\u{1f}Each time the manifest is applied, the number of pods falls back to what is written, whatever the load.\u{1f}Take spec.replicas out of the manifest.\u{1f}document 0\u{1e}https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling\u{1f}leave the number of replicas to the autoscaler\u{1d}unsafe\u{1d}\u{1d}remove\u{1d}\"spec.replicas\u{1d}\u{1f}.8;workload8;$0;\u{1e}c11;operator !_0;1;1;.8;workload9;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.8;workload1;$0;s2; 'c7;orValue1;1;2;?4;name$0;s1;?s2;' s48;sets replicas, but an autoscaler owns the number\u{1c}\
    autoscaler-range\u{1f}scaler\u{1f}Autoscalers have room to scale\u{1f}warning\u{1f}has(self.maximum) && self.minimum > self.maximum ? 'error' : 'warning'\u{1f}checklist\u{1e}scaling\u{1f}minimum\u{1d}i2\u{1d}the least number of pods that an autoscaler may go down to\u{1f}\u{1f}\u{1f}self.minimum >= params.minimum && (!has(self.maximum) || self.minimum < self.maximum)\u{1f}\"minimum\u{1f}maximum\u{1d}\"the maximum\u{1f}=self.kind + ' \\'' + self.?name.orValue('?') + '\\' '+ (has(self.maximum) && self.minimum > self.maximum ? 'has a minimum of ' + string(self.minimum) + ' above its maximum of ' + string(self.maximum) : has(self.maximum) && self.minimum == self.maximum ? 'never scales: its minimum and its maximum are ' + string(self.minimum) : 'may scale down to ' + string(self.minimum) + (self.minimum == 1 ? ' pod' : ' pods'))\u{1f}With one pod every drained node is an outage; with a minimum that equals the maximum nothing scales, and one above it is refused.\u{1f}Set minReplicas to 2 or more and maxReplicas above it.\u{1f}documents 0 and 1\u{1e}https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/\u{1f}\u{1f}&c11;operator >=0;1;2;.6;scaler4;$0;$1;|c11;operator !_0;1;1;H6;scaler5;$0;c10;operator <0;1;2;.6;scaler4;$0;.6;scaler5;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;scaler0;$0;s2; 'c7;orValue1;1;2;?4;name$0;s1;?s2;' :&H6;scaler5;$0;c10;operator >0;1;2;.6;scaler4;$0;.6;scaler5;$0;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s17;has a minimum of c6;string0;1;1;.6;scaler4;$0;s22; above its maximum of c6;string0;1;1;.6;scaler5;$0;:&H6;scaler5;$0;c11;operator ==0;1;2;.6;scaler4;$0;.6;scaler5;$0;c10;operator +0;1;2;s46;never scales: its minimum and its maximum are c6;string0;1;1;.6;scaler4;$0;c10;operator +0;1;2;c10;operator +0;1;2;s18;may scale down to c6;string0;1;1;.6;scaler4;$0;:c11;operator ==0;1;2;.6;scaler4;$0;i1;s4; pods5; pods\u{1e}:&H6;scaler5;$0;c10;operator >0;1;2;.6;scaler4;$0;.6;scaler5;$0;s5;errors7;warning\u{1c}\
    autoscaler-target\u{1f}scaler\u{1f}Autoscalers scale something that exists\u{1f}error\u{1f}\u{1f}checklist\u{1e}scaling\u{1f}\u{1f}\u{1f}\u{1f}!has(self.targetProblem)\u{1f}\"target\u{1f}\u{1f}=self.kind + ' \\'' + self.?name.orValue('?') + '\\' '+ 'scales nothing: ' + self.targetProblem\u{1f}The autoscaler reports an error to nobody in particular, and the number of pods stays as it is.\u{1f}Make spec.scaleTargetRef the apiVersion, kind and name of the workload.\u{1f}documents 0 and 1\u{1e}https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/\u{1f}\u{1f}c11;operator !_0;1;1;H6;scaler3;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;scaler0;$0;s2; 'c7;orValue1;1;2;?4;name$0;s1;?s2;' s16;scales nothing: .6;scaler3;$0;\u{1c}\
    binds-all-interfaces\u{1f}process\u{1f}The server can be reached from outside its container\u{1f}error\u{1f}\u{1f}checklist\u{1e}server\u{1f}\u{1f}\u{1f}self.isLongRunning && has(self.server) && !self.server.isQueueWorker\u{1e}!has(self.container) || self.container.isAlone && self.container.workload.exposure != 'host'\u{1e}!has(self.composeService) || self.composeService.isAlone\u{1e}has(self.container) || has(self.composeService) || !(self.server.name in ['gunicorn', 'puma'] && self.server.hostIsDefault)\u{1f}!self.server.bindsLoopback\u{1f}\"server.host\u{1f}\u{1f}=self.server.name + ' binds ' + self.server.host + (self.server.hostIsDefault ? ', its default' : '') + ': nobody outside the container reaches it'\u{1f}A container has a loopback interface of its own. What listens there gets no request from a Service or from a port that Compose publishes, and no probe of the kubelet either.\u{1f}Bind 0.0.0.0: `--host 0.0.0.0` for uvicorn and granian, `--bind 0.0.0.0:8000` for gunicorn and hypercorn.\u{1f}documents 0 and 3\u{1e}https://www.uvicorn.org/settings/#socket-binding\u{1f}\u{1f}&&.7;process2;$0;H7;process8;$0;c11;operator !_0;1;1;.6;server28;.7;process8;$0;\u{1e}|c11;operator !_0;1;1;H7;process29;$0;&.9;container4;.7;process29;$0;c11;operator !=0;1;2;.8;workload19;.9;container30;.7;process29;$0;s4;host\u{1e}|c11;operator !_0;1;1;H7;process30;$0;.14;composeService4;.7;process30;$0;\u{1e}||H7;process29;$0;H7;process30;$0;c11;operator !_0;1;1;&c11;operator in0;1;2;.6;server0;.7;process8;$0;l2;0;s8;gunicorn0;s4;puma.6;server10;.7;process8;$0;\u{1e}c11;operator !_0;1;1;.6;server11;.7;process8;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;server0;.7;process8;$0;s7; binds .6;server9;.7;process8;$0;:.6;server10;.7;process8;$0;s13;, its defaults0;s41;: nobody outside the container reaches it\u{1c}\
    budget-can-be-met\u{1f}budget\u{1f}A disruption budget lets some pod go\u{1f}error\u{1f}\u{1f}checklist\u{1e}zero-downtime\u{1f}\u{1f}\u{1f}\u{1f}!self.neverLetsPodsGo\u{1f}\"limit\u{1f}\u{1f}='no pod may ever be evicted: ' + self.?limit.orValue('the budget')\u{1f}No node with such a pod can be drained: an upgrade of the cluster waits for ever, or is forced and takes all pods at once.\u{1f}Set maxUnavailable to 1, or minAvailable below the number of replicas.\u{1f}https://kubernetes.io/docs/tasks/run-application/configure-pdb/\u{1f}\u{1f}c11;operator !_0;1;1;.6;budget2;$0;\u{1e}c10;operator +0;1;2;s28;no pod may ever be evicted: c7;orValue1;1;2;?5;limit$0;s10;the budget\u{1c}\
    connection-limits\u{1f}process\u{1f}A public server bounds the connections that it takes\u{1f}info\u{1f}\u{1f}checklist\u{1e}server\u{1f}\u{1f}\u{1f}has(self.container) && self.isLongRunning && has(self.server) && self.server.canLimitConcurrency\u{1e}self.container.traffic == 'service' && self.container.workload.exposure in ['loadBalancer', 'nodePort', 'ingress']\u{1f}has(self.server.limitConcurrency) || has(self.server.backlog)\u{1f}\"server.limitConcurrency\u{1f}\u{1f}=self.server.name + ' takes connections without limit, and is reached ' + (self.container.workload.exposure == 'ingress' ? 'through an Ingress or a gateway' : 'by a Service of the type ' + (self.container.workload.exposure == 'nodePort' ? 'NodePort' : 'LoadBalancer'))\u{1f}Above what it can answer in time, each further connection makes all slower, until memory is used up and probes fail; with a bound the surplus gets a quick 503 and other pods serve on.\u{1f}Set `--limit-concurrency` to what a load test shows that one worker bears, or bound the queue with `--backlog`.\u{1f}documents 0, 1 and 4\u{1e}https://www.uvicorn.org/settings/#resource-limits\u{1f}\u{1f}&&&H7;process29;$0;.7;process2;$0;H7;process8;$0;.6;server20;.7;process8;$0;\u{1e}&c11;operator ==0;1;2;.9;container3;.7;process29;$0;s7;servicec11;operator in0;1;2;.8;workload19;.9;container30;.7;process29;$0;l3;0;s12;loadBalancer0;s8;nodePort0;s7;ingress\u{1e}|H6;server19;.7;process8;$0;H6;server21;.7;process8;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;.6;server0;.7;process8;$0;s49; takes connections without limit, and is reached :c11;operator ==0;1;2;.8;workload19;.9;container30;.7;process29;$0;s7;ingresss31;through an Ingress or a gatewayc10;operator +0;1;2;s25;by a Service of the type :c11;operator ==0;1;2;.8;workload19;.9;container30;.7;process29;$0;s8;nodePorts8;NodePorts12;LoadBalancer\u{1c}\
    container-port-matches-image\u{1f}container\u{1f}The container names the port that its server binds\u{1f}warning\u{1f}\u{1f}checklist\u{1f}\u{1f}\u{1f}self.isLongRunning && self.containerPorts.size() > 0\u{1e}has(self.process) && has(self.process.server) && has(self.process.server.port)\u{1f}self.process.server.port in self.containerPorts\u{1f}\"containerPorts\u{1f}process.server.port\u{1d}='binds ' + string(self.process.server.port)\u{1e}dockerfile.exposedPorts\u{1d}\"the image exposes this\u{1f}='container \\'' + self.?name.orValue('?') + '\\' '+ 'names ' + (self.containerPorts.size() == 1 ? 'port ' : 'ports ') + self.containerPorts.map(p, string(p)).join(', ') + ', but ' + self.process.server.name + ' binds ' + string(self.process.server.port)\u{1f}Services and probes that use the named port reach nobody.\u{1f}Name the server's port under ports, or start the server on the port that is named.\u{1f}documents 0, 1 and 4\u{1e}https://kubernetes.io/docs/concepts/services-networking/service/\u{1f}\u{1f}&.9;container2;$0;c10;operator >0;1;2;c4;size1;1;1;.9;container14;$0;i0;\u{1e}&&H9;container32;$0;H7;process8;.9;container32;$0;H6;server12;.7;process8;.9;container32;$0;\u{1e}c11;operator in0;1;2;.6;server12;.7;process8;.9;container32;$0;.9;container14;$0;\u{1e}c10;operator +0;1;2;s6;binds c6;string0;1;1;.6;server12;.7;process8;.9;container32;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s11;container 'c7;orValue1;1;2;?4;name$0;s1;?s2;' s6;names :c11;operator ==0;1;2;c4;size1;1;1;.9;container14;$0;i1;s5;port s6;ports c4;join1;1;2;r3;1;-1;0;1;.9;container14;$0;c6;string0;1;1;$1;s2;, s6;, but .6;server0;.7;process8;.9;container32;$0;s7; binds c6;string0;1;1;.6;server12;.7;process8;.9;container32;$0;\u{1c}\
    copy-from-existing-stage\u{1f}stageReference\u{1f}Stages that are named exist, above\u{1f}error\u{1f}self.target == 'BuildKit' ? 'warning' : 'error'\u{1f}checklist\u{1e}image\u{1f}\u{1f}\u{1f}\u{1f}self.target == 'fine'\u{1f}\"\u{1f}\u{1f}=self.target == 'misspelt' ? self.instruction + ' names \\'' + self.name + '\\', which is no stage; the stage is called \\'' + self.meant + '\\'' : self.target == 'later' ? 'the stage \\'' + self.name + '\\' comes later, so this is taken for an image of that name' : 'the stage \\'' + self.name + '\\' comes later; only BuildKit finds it there'\u{1f}A name that is no stage's is taken for an image, and pulled from Docker Hub: at best the build fails, at worst it copies files from an image that a stranger has published.\u{1f}Correct the name, or move the stage above.\u{1f}document 0\u{1e}https://docs.docker.com/reference/dockerfile/#copy---from\u{1f}\u{1f}c11;operator ==0;1;2;.14;stageReference2;$0;s4;fine\u{1e}:c11;operator ==0;1;2;.14;stageReference2;$0;s8;misspeltc10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.14;stageReference1;$0;s8; names '.14;stageReference0;$0;s43;', which is no stage; the stage is called '.14;stageReference3;$0;s1;':c11;operator ==0;1;2;.14;stageReference2;$0;s5;laterc10;operator +0;1;2;c10;operator +0;1;2;s11;the stage '.14;stageReference0;$0;s57;' comes later, so this is taken for an image of that namec10;operator +0;1;2;c10;operator +0;1;2;s11;the stage '.14;stageReference0;$0;s43;' comes later; only BuildKit finds it there\u{1e}:c11;operator ==0;1;2;.14;stageReference2;$0;s8;BuildKits7;warnings5;error\u{1c}\
    cors-restricted\u{1f}workload\u{1f}Only known origins may send requests with the user's cookies\u{1f}error\u{1f}\u{1f}checklist\u{1e}security\u{1f}\u{1f}\u{1f}\u{1f}!has(self.openCORS)\u{1f}\"openCORS\u{1f}\u{1f}=self.openCORS + ' lets every origin send requests with credentials'\u{1f}Any website that a signed-in user visits can then call the API in the user's name and read the answers: Starlette answers a request that has cookies with the name of whatever origin asked.\u{1f}List the origins: `allow_origins=[\"https://app.example.com\"]`; or leave `allow_credentials` out when everybody may call the API without cookies.\u{1f}document 3\u{1e}https://fastapi.tiangolo.com/tutorial/cors/#wildcards\u{1f}\u{1f}c11;operator !_0;1;1;H8;workload20;$0;\u{1e}c10;operator +0;1;2;.8;workload20;$0;s49; lets every origin send requests with credentials\u{1c}\
    cpu-limit\u{1f}container\u{1f}CPU limits slow servers down\u{1f}info\u{1f}\u{1f}checklist\u{1e}resources\u{1f}\u{1f}\u{1f}self.isLongRunning && (self.traffic == 'service' || has(self.process) && has(self.process.server))\u{1f}!has(self.cpuLimit)\u{1f}\"cpuLimit\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' '+ 'serves requests under a CPU limit of ' + string(self.cpuLimit) + (self.cpuLimit == 1.0 ? ' core' : ' cores')\u{1f}A container that has used up its share of a 100 ms period stands still until the next one, though the node may be idle: requests take longer for no reason.\n\
    The documents disagree: one says that servers usually want none, two set one so that a runaway pod cannot starve its neighbours.\u{1f}Leave the CPU limit out and set an honest CPU request, or keep the limit well above what a burst of requests needs.\u{1f}documents 1, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/\u{1f}\u{1f}&.9;container2;$0;|c11;operator ==0;1;2;.9;container3;$0;s7;service&H9;container32;$0;H7;process8;.9;container32;$0;\u{1e}c11;operator !_0;1;1;H9;container17;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s11;container 'c7;orValue1;1;2;?4;name$0;s1;?s2;' s37;serves requests under a CPU limit of c6;string0;1;1;.9;container17;$0;:c11;operator ==0;1;2;.9;container17;$0;d4607182418800017408;s5; cores6; cores\u{1c}\
    database-connections-fit\u{1f}process\u{1f}All pools together fit into the database's connections\u{1f}error\u{1f}\u{1f}checklist\u{1e}resources\u{1f}\u{1f}total\u{1d}self.server.workers * self.container.workload.maximumReplicas * (self.poolSize + self.maxOverflow)\u{1f}has(self.container) && self.container.role == 'main' && self.container.workload.isReplicated && has(self.server) && self.server.isPython\u{1e}has(self.databaseLimit) && has(self.poolSize)\u{1f}variables.total <= self.databaseLimit\u{1f}\"poolSize\u{1f}databaseLimit\u{1d}='the database takes ' + string(self.databaseLimit)\u{1e}container.workload.maximumReplicas\u{1d}='up to ' + string(self.container.workload.maximumReplicas) + ' pods'\u{1e}server.workers\u{1d}=string(self.server.workers) + (self.server.workers == 1 ? ' worker' : ' workers')\u{1f}=string(self.server.workers) + (self.server.workers == 1 ? ' worker' : ' workers') + ' × ' + string(self.container.workload.maximumReplicas) + ' pods × (' + string(self.poolSize) + ' + ' + string(self.maxOverflow) + ') connections = ' + string(variables.total) + ', but the database takes ' + string(self.databaseLimit)\u{1f}Each worker of each pod has a pool of its own. Under load, just when all of them are used, the database refuses further connections, to this application and to every other.\u{1f}Lower pool_size and max_overflow, the workers or the greatest number of pods, or put a pooler such as PgBouncer before the database. Leave some connections for migrations, rollouts and people.\u{1f}documents 0 and 3\u{1e}https://docs.sqlalchemy.org/en/20/core/pooling.html#sqlalchemy.pool.QueuePool\u{1f}\u{1f}c10;operator *0;1;2;c10;operator *0;1;2;.6;server7;.7;process8;$0;.8;workload7;.9;container30;.7;process29;$0;c10;operator +0;1;2;.7;process18;$0;.7;process19;$0;\u{1e}&&&&H7;process29;$0;c11;operator ==0;1;2;.9;container1;.7;process29;$0;s4;main.8;workload4;.9;container30;.7;process29;$0;H7;process8;$0;.6;server29;.7;process8;$0;\u{1e}&H7;process20;$0;H7;process18;$0;\u{1e}c11;operator <=0;1;2;$1;.7;process20;$0;\u{1e}c10;operator +0;1;2;s19;the database takes c6;string0;1;1;.7;process20;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;s6;up to c6;string0;1;1;.8;workload7;.9;container30;.7;process29;$0;s5; pods\u{1e}c10;operator +0;1;2;c6;string0;1;1;.6;server7;.7;process8;$0;:c11;operator ==0;1;2;.6;server7;.7;process8;$0;i1;s7; workers8; workers\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c6;string0;1;1;.6;server7;.7;process8;$0;:c11;operator ==0;1;2;.6;server7;.7;process8;$0;i1;s7; workers8; workerss4; × c6;string0;1;1;.8;workload7;.9;container30;.7;process29;$0;s10; pods × (c6;string0;1;1;.7;process18;$0;s3; + c6;string0;1;1;.7;process19;$0;s16;) connections = c6;string0;1;1;$1;s25;, but the database takes c6;string0;1;1;.7;process20;$0;\u{1c}\
    dependency-layer-order\u{1f}packageInstall\u{1f}Dependencies are installed before the source is copied\u{1f}warning\u{1f}\u{1f}checklist\u{1e}image\u{1f}\u{1f}\u{1f}!self.dockerfile.isForDevelopment\u{1f}!self.followsSource\u{1f}\"followsSource\u{1f}command\u{1d}\"installs the dependencies\u{1f}='every change of the source runs ' + self.command + ' again'\u{1f}A layer is built anew when anything before it changes. With the whole source copied first, a changed line costs a full installation in every build.\u{1f}Copy only what lists the dependencies, install them, and copy the source after that.\u{1f}document 2\u{1e}https://docs.docker.com/build/cache/optimize/#order-your-layers\u{1f}\u{1f}c11;operator !_0;1;1;.10;dockerfile7;.14;packageInstall15;$0;\u{1e}c11;operator !_0;1;1;.14;packageInstall14;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;s32;every change of the source runs .14;packageInstall0;$0;s6; again\u{1c}\
    disruption-budget\u{1f}workload\u{1f}A disruption budget keeps some pods, and lets nodes be drained\u{1f}info\u{1f}has(self.budget) ? 'error' : 'info'\u{1f}checklist\u{1e}zero-downtime\u{1f}\u{1f}\u{1f}self.isReplicated && self.isLongRunning\u{1f}has(self.budget) ? self.budget.neverLetsPodsGo || self.allowedDisruptions >= 1 : self.minimumReplicas < 2\u{1f}=has(self.budget) ? 'budget.limit' : ''\u{1f}\u{1f}=has(self.budget) ? 'no pod of ' + self.kind + ' \\'' + self.?name.orValue('?') + '\\' may ever be evicted: ' + self.budget.?limit.orValue('its budget') + ' of at least ' + string(self.minimumReplicas) : self.kind + ' \\'' + self.?name.orValue('?') + '\\' '+ 'has ' + string(self.minimumReplicas) + ' pods and no PodDisruptionBudget'\u{1f}Without a budget, draining several nodes may take all pods at once. With one that can never be met, no node with such a pod can be drained at all.\u{1f}Add a PodDisruptionBudget with maxUnavailable 1, and let it be met with the least number of pods.\u{1f}https://kubernetes.io/docs/tasks/run-application/configure-pdb/\u{1f}\u{1f}&.8;workload4;$0;.8;workload5;$0;\u{1e}:H8;workload11;$0;|.6;budget2;.8;workload11;$0;c11;operator >=0;1;2;.8;workload12;$0;i1;c10;operator <0;1;2;.8;workload6;$0;i2;\u{1e}:H8;workload11;$0;s12;budget.limits0;\u{1e}:H8;workload11;$0;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s10;no pod of .8;workload1;$0;s2; 'c7;orValue1;1;2;?4;name$0;s1;?s23;' may ever be evicted: c7;orValue1;1;2;?5;limit.8;workload11;$0;s10;its budgets13; of at least c6;string0;1;1;.8;workload6;$0;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.8;workload1;$0;s2; 'c7;orValue1;1;2;?4;name$0;s1;?s2;' s4;has c6;string0;1;1;.8;workload6;$0;s32; pods and no PodDisruptionBudget\u{1e}:H8;workload11;$0;s5;errors4;info\u{1c}\
    distinct-probe-endpoints\u{1f}container\u{1f}Liveness and readiness ask different questions\u{1f}error\u{1f}self.livenessProbe.secondsToAct >= 3 * self.readinessProbe.secondsToAct && !self.livenessProbe.isReadinessPath ? 'info' : 'error'\u{1f}checklist\u{1e}probes\u{1f}\u{1f}\u{1f}self.isLongRunning && has(self.livenessProbe) && has(self.readinessProbe)\u{1f}self.livenessProbe.endpoint != self.readinessProbe.endpoint\u{1f}\"livenessProbe.endpoint\u{1f}readinessProbe.endpoint\u{1d}\"readiness calls the same\u{1f}='liveness and readiness both call ' + self.livenessProbe.endpoint\u{1f}When a dependency is away, readiness should fail and liveness should not: one endpoint for both makes the kubelet restart pods that are well, all at once, during somebody else's outage.\u{1f}Point the liveness probe at an endpoint that only shows that the process answers, and the readiness probe at one that checks what a request needs.\u{1f}documents 3 and 4\u{1e}https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/\u{1f}\u{1f}&&.9;container2;$0;H9;container8;$0;H9;container9;$0;\u{1e}c11;operator !=0;1;2;.5;probe5;.9;container8;$0;.5;probe5;.9;container9;$0;\u{1e}c10;operator +0;1;2;s33;liveness and readiness both call .5;probe5;.9;container8;$0;\u{1e}:&c11;operator >=0;1;2;.5;probe17;.9;container8;$0;c10;operator *0;1;2;i3;.5;probe17;.9;container9;$0;c11;operator !_0;1;1;.5;probe7;.9;container8;$0;s4;infos5;error\u{1c}\
    dockerignore\u{1f}copy\u{1f}The build context leaves out what is not the image's\u{1f}warning\u{1f}\u{1f}checklist\u{1e}image\u{1e}secrets\u{1f}\u{1f}\u{1f}self.takesContext && self.isFirst && !self.dockerfile.isForDevelopment\u{1f}has(self.ignoreFile) && size(self.unwanted) == 0\u{1f}\"\u{1f}\u{1f}=!has(self.ignoreFile) ? self.instruction + ' takes the whole folder, and no .dockerignore leaves out .git, .env or the like' : self.ignoreFile + ' lets through: ' + self.unwanted.join(', ')\u{1f}Whatever lies in the folder comes into the image, or into the stage that builds it: the history in .git, the passwords in .env, a virtual environment or node_modules of another system. And each change of one of them builds all later layers anew.\u{1f}Keep a .dockerignore beside the Dockerfile that names them. Its patterns begin at the context's top: `**/__pycache__` finds them below, `__pycache__` does not.\u{1f}documents 1 and 3\u{1e}https://docs.docker.com/build/concepts/context/#dockerignore-files\u{1f}leave out what is not the image's\u{1d}unsafe\u{1d}\u{1d}appendLines\u{1d}=self.ignorePath\u{1d}self.missingIgnores\u{1f}&&.4;copy2;$0;.4;copy3;$0;c11;operator !_0;1;1;.10;dockerfile7;.4;copy10;$0;\u{1e}&H4;copy5;$0;c11;operator ==0;1;2;c4;size0;1;1;.4;copy6;$0;i0;\u{1e}:c11;operator !_0;1;1;H4;copy5;$0;c10;operator +0;1;2;.4;copy0;$0;s79; takes the whole folder, and no .dockerignore leaves out .git, .env or the likec10;operator +0;1;2;c10;operator +0;1;2;.4;copy5;$0;s15; lets through: c4;join1;1;2;.4;copy6;$0;s2;, \u{1e}.4;copy7;$0;\u{1e}.4;copy8;$0;\u{1c}\
    drop-capabilities\u{1f}container\u{1f}Containers drop all capabilities\u{1f}warning\u{1f}variables.forbidden.size() > 0 ? 'error' : 'warning'\u{1f}checklist\u{1e}security\u{1e}pod-security-standards\u{1f}\u{1f}forbidden\u{1d}self.capabilitiesAdded.filter(c, !(c in ['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT']))\u{1f}!self.pod.isWindows\u{1f}(self.capabilitiesDropped.exists(c, c.upperAscii() == 'ALL') && self.capabilitiesAdded.all(c, c == 'NET_BIND_SERVICE'))\u{1f}=variables.forbidden.size() > 0 || self.capabilitiesDropped.exists(c, c.upperAscii() == 'ALL') ? 'capabilitiesAdded' : 'capabilitiesDropped'\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' '+ (variables.forbidden.size() > 0 ? 'adds ' + variables.forbidden.join(', ') : self.capabilitiesDropped.exists(c, c.upperAscii() == 'ALL') ? 'adds ' + self.capabilitiesAdded.join(', ') + ' to the capabilities that it dropped' : self.capabilitiesDropped.size() > 0 ? 'drops ' + self.capabilitiesDropped.join(', ') + ', but not ALL' : 'keeps capabilities that it does not need: drop: [ALL] is not set')\u{1f}The runtime's default capabilities let a process change owners of files, forge packets and more, none of which a server needs.\u{1f}Set securityContext.capabilities.drop to [ALL], and add back NET_BIND_SERVICE at most, for ports below 1024.\u{1f}documents 0, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/security/pod-security-standards/\u{1f}drop all capabilities\u{1d}unsafe\u{1d}variables.forbidden.size() == 0 && self.capabilitiesAdded.all(c, c == 'NET_BIND_SERVICE')\u{1d}set\u{1d}\"securityContext.capabilities.drop\u{1d}[\"ALL\"]\u{1f}r4;1;-1;1;0;.9;container24;$0;c11;operator !_0;1;1;c11;operator in0;1;2;$1;l13;0;s11;AUDIT_WRITE0;s5;CHOWN0;s12;DAC_OVERRIDE0;s6;FOWNER0;s6;FSETID0;s4;KILL0;s5;MKNOD0;s16;NET_BIND_SERVICE0;s7;SETFCAP0;s6;SETGID0;s7;SETPCAP0;s6;SETUID0;s10;SYS_CHROOT\u{1e}c11;operator !_0;1;1;.3;pod3;.9;container29;$0;\u{1e}&r1;2;-1;1;0;.9;container25;$0;c11;operator ==0;1;2;c10;upperAscii1;1;1;$2;s3;ALLr0;3;-1;1;0;.9;container24;$0;c11;operator ==0;1;2;$3;s16;NET_BIND_SERVICE\u{1e}:|c10;operator >0;1;2;c4;size1;1;1;$1;i0;r1;2;-1;1;0;.9;container25;$0;c11;operator ==0;1;2;c10;upperAscii1;1;1;$2;s3;ALLs17;capabilitiesAddeds19;capabilitiesDropped\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s11;container 'c7;orValue1;1;2;?4;name$0;s1;?s2;' :c10;operator >0;1;2;c4;size1;1;1;$1;i0;c10;operator +0;1;2;s5;adds c4;join1;1;2;$1;s2;, :r1;2;-1;1;0;.9;container25;$0;c11;operator ==0;1;2;c10;upperAscii1;1;1;$2;s3;ALLc10;operator +0;1;2;c10;operator +0;1;2;s5;adds c4;join1;1;2;.9;container24;$0;s2;, s36; to the capabilities that it dropped:c10;operator >0;1;2;c4;size1;1;1;.9;container25;$0;i0;c10;operator +0;1;2;c10;operator +0;1;2;s6;drops c4;join1;1;2;.9;container25;$0;s2;, s13;, but not ALLs64;keeps capabilities that it does not need: drop: [ALL] is not set\u{1e}&c11;operator ==0;1;2;c4;size1;1;1;$1;i0;r0;2;-1;1;0;.9;container24;$0;c11;operator ==0;1;2;$2;s16;NET_BIND_SERVICE\u{1e}l1;0;s3;ALL\u{1e}:c10;operator >0;1;2;c4;size1;1;1;$1;i0;s5;errors7;warning\u{1c}\
    error-tracking-configured\u{1f}process\u{1f}Errors are reported somewhere\u{1f}info\u{1f}\u{1f}checklist\u{1e}observability\u{1f}\u{1f}\u{1f}has(self.container) && self.isLongRunning && has(self.errorTracker)\u{1f}self.errorTrackingIsConfigured\u{1f}\"\u{1f}errorTracker\u{1d}\"the dependency\u{1f}=self.errorTracker + ' is a dependency, but ' + self.errorTrackerVariable + ' is not set'\u{1f}Without its key or DSN the library does nothing, and says nothing about it.\u{1f}Set the variable from a Secret, or take the dependency out.\u{1f}documents 0, 1, 2 and 4\u{1e}https://docs.sentry.io/platforms/python/configuration/options/#dsn\u{1e}https://docs.sentry.io/platforms/javascript/guides/node/configuration/options/#dsn\u{1e}https://docs.sentry.io/platforms/go/configuration/options/#dsn\u{1e}https://docs.sentry.io/platforms/ruby/configuration/options/#dsn\u{1f}\u{1f}&&H7;process29;$0;.7;process2;$0;H7;process23;$0;\u{1e}.7;process25;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.7;process23;$0;s22; is a dependency, but .7;process24;$0;s11; is not set\u{1c}\
    exec-form-command\u{1f}process\u{1f}The stop signal reaches the program\u{1f}error\u{1f}self.shell == 'bash' && !self.hasMalformedJSON ? 'warning' : 'error'\u{1f}checklist\u{1e}zero-downtime\u{1f}\u{1f}\u{1f}self.isLongRunning\u{1f}self.signals == 'delivered'\u{1f}\"signals\u{1f}\u{1f}=(self.hasMalformedJSON ? 'this is no valid JSON, so it is run by a shell: ' : '') + 'SIGTERM does not reach ' + self.programText + ': ' + self.signalsLostTo\u{1f}The shell is process 1, gets SIGTERM and keeps it: the program goes on until SIGKILL takes it in the middle of its requests.\u{1f}Write the command as a JSON array, `CMD [\"uvicorn\", \"main:app\"]`, or begin the shell's last command with `exec`.\u{1f}documents 0 and 4\u{1e}https://docs.docker.com/reference/dockerfile/#shell-form-entrypoint-example\u{1f}write the command as a JSON array\u{1d}safe\u{1d}\u{1d}useExecForm\u{1d}\"\u{1d}\u{1e}let the program take the shell's place\u{1d}safe\u{1d}\u{1d}insertExec\u{1d}\"\u{1d}\u{1f}.7;process2;$0;\u{1e}c11;operator ==0;1;2;.7;process3;$0;s9;delivered\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;:.7;process5;$0;s48;this is no valid JSON, so it is run by a shell: s0;s23;SIGTERM does not reach .7;process1;$0;s2;: .7;process4;$0;\u{1e}:&c11;operator ==0;1;2;.7;process7;$0;s4;bashc11;operator !_0;1;1;.7;process5;$0;s7;warnings5;error\u{1c}\
    expose-matches-port\u{1f}dockerfile\u{1f}EXPOSE names the port that the server binds\u{1f}warning\u{1f}\u{1f}checklist\u{1e}ports\u{1f}\u{1f}\u{1f}size(self.exposedPorts) > 0\u{1e}has(self.process) && has(self.process.server) && !has(self.process.developmentServer)\u{1e}!self.process.server.host.startsWith('unix:')\u{1f}self.process.server.port in self.exposedPorts\u{1f}\"exposedPorts\u{1f}process.server.port\u{1d}='port ' + string(self.process.server.port)\u{1f}=self.process.server.name + ' binds port ' + string(self.process.server.port) + ', which EXPOSE does not name'\u{1f}EXPOSE opens nothing; it tells people and programs (`docker run -P`, Traefik, hosting platforms) where the server is. When it is wrong, they send requests to a port where nobody listens.\u{1f}Give EXPOSE and the server's command the same port.\u{1f}documents 0, 1 and 3\u{1e}https://docs.docker.com/reference/dockerfile/#expose\u{1f}\u{1f}c10;operator >0;1;2;c4;size0;1;1;.10;dockerfile15;$0;i0;\u{1e}&&H10;dockerfile16;$0;H7;process8;.10;dockerfile16;$0;c11;operator !_0;1;1;H7;process9;.10;dockerfile16;$0;\u{1e}c11;operator !_0;1;1;c10;startsWith1;1;2;.6;server9;.7;process8;.10;dockerfile16;$0;s5;unix:\u{1e}c11;operator in0;1;2;.6;server12;.7;process8;.10;dockerfile16;$0;.10;dockerfile15;$0;\u{1e}c10;operator +0;1;2;s5;port c6;string0;1;1;.6;server12;.7;process8;.10;dockerfile16;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;server0;.7;process8;.10;dockerfile16;$0;s12; binds port c6;string0;1;1;.6;server12;.7;process8;.10;dockerfile16;$0;s28;, which EXPOSE does not name\u{1c}\
    forwarded-headers\u{1f}proxy\u{1f}The proxy tells the server who the client is\u{1f}info\u{1f}\u{1f}checklist\u{1f}\u{1f}\u{1f}self.kind == 'nginx' && self.staysInside\u{1f}self.forwardsClient\u{1f}\"\u{1f}\u{1f}\"nothing here sets X-Forwarded-For, so the server takes nginx for every client\u{1f}The server's logs, rate limits and blocks by address then hit the proxy, which is everybody at once.\u{1f}Set `proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for` and `proxy_set_header X-Forwarded-Proto $scheme` beside proxy_pass: nginx takes the headers of an outer block only where the inner one sets none.\u{1f}document 2\u{1e}https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header\u{1f}\u{1f}&c11;operator ==0;1;2;.5;proxy0;$0;s5;nginx.5;proxy3;$0;\u{1e}.5;proxy4;$0;\u{1c}\
    frozen-dependencies\u{1f}packageInstall\u{1f}The lock file decides which dependencies are installed\u{1f}warning\u{1f}\u{1f}checklist\u{1e}supply-chain\u{1f}\u{1f}\u{1f}!self.dockerfile.isForDevelopment\u{1f}self.isFrozen && (!self.isInImage || size(self.unpinned) == 0)\u{1f}\"unpinned\u{1f}\u{1f}=!self.isFrozen ? self.command + ' does not insist on the lock file' : self.command + ' takes whatever version is newest: ' + self.unpinned.join(', ')\u{1f}The same commit then builds another image tomorrow: a release of some dependency, broken or taken over, reaches production without anybody having tried it.\u{1f}Commit the lock file and have it enforced: `uv sync --locked`, `npm ci`, `yarn install --immutable`, `pnpm install --frozen-lockfile`, `poetry install` with poetry.lock copied, `pipenv install --deploy`; with pip alone, name versions: `pip install NAME==1.2.3`, or install from a requirements file that pip-compile or `uv export` wrote.\u{1f}documents 0 and 1\u{1e}https://docs.astral.sh/uv/concepts/projects/sync/\u{1e}https://docs.npmjs.com/cli/commands/npm-ci\u{1f}insist on the lock file\u{1d}unsafe\u{1d}!self.isFrozen && self.command == 'uv sync'\u{1d}insertArguments\u{1d}\"command\u{1d}\"--locked\"\u{1e}insist on the lock file\u{1d}unsafe\u{1d}!self.isFrozen && self.command in ['pnpm install', 'pnpm i']\u{1d}insertArguments\u{1d}\"command\u{1d}\"--frozen-lockfile\"\u{1e}insist on the lock file\u{1d}unsafe\u{1d}!self.isFrozen && self.command == 'pipenv install'\u{1d}insertArguments\u{1d}\"command\u{1d}\"--deploy\"\u{1f}c11;operator !_0;1;1;.10;dockerfile7;.14;packageInstall15;$0;\u{1e}&.14;packageInstall8;$0;|c11;operator !_0;1;1;.14;packageInstall2;$0;c11;operator ==0;1;2;c4;size0;1;1;.14;packageInstall10;$0;i0;\u{1e}:c11;operator !_0;1;1;.14;packageInstall8;$0;c10;operator +0;1;2;.14;packageInstall0;$0;s33; does not insist on the lock filec10;operator +0;1;2;c10;operator +0;1;2;.14;packageInstall0;$0;s35; takes whatever version is newest: c4;join1;1;2;.14;packageInstall10;$0;s2;, \u{1e}&c11;operator !_0;1;1;.14;packageInstall8;$0;c11;operator ==0;1;2;.14;packageInstall0;$0;s7;uv sync\u{1e}s8;--locked\u{1e}&c11;operator !_0;1;1;.14;packageInstall8;$0;c11;operator in0;1;2;.14;packageInstall0;$0;l2;0;s12;pnpm install0;s6;pnpm i\u{1e}s17;--frozen-lockfile\u{1e}&c11;operator !_0;1;1;.14;packageInstall8;$0;c11;operator ==0;1;2;.14;packageInstall0;$0;s14;pipenv install\u{1e}s8;--deploy\u{1c}\
    grace-period-covers-shutdown\u{1f}container\u{1f}The grace period outlasts the preStop hook and the server's graceful shutdown\u{1f}error\u{1f}\u{1f}checklist\u{1e}zero-downtime\u{1f}margin\u{1d}i0\u{1d}seconds that are to be left when everything has taken as long as it may\u{1e}spare\u{1d}i5\u{1d}seconds by which a fix makes the grace period longer than it has to be\u{1f}server\u{1d}has(self.process) && has(self.process.server) && has(self.process.server.gracefulTimeoutSeconds) ? self.process.server.gracefulTimeoutSeconds : 0.0\u{1f}self.isLongRunning\u{1e}self.preStopSeconds > 0.0 || variables.server > 0.0\u{1f}double(self.pod.terminationGracePeriodSeconds) >= self.preStopSeconds + variables.server + double(params.margin)\u{1f}\"pod.terminationGracePeriodSeconds\u{1f}preStopSeconds\u{1d}='takes ' + string(self.preStopSeconds) + ' s'\u{1e}process.server.gracefulTimeoutSeconds\u{1d}=self.process.server.name + ' waits ' + string(self.process.server.gracefulTimeoutSeconds) + ' s for open requests' + (self.process.server.gracefulTimeoutIsDefault ? ' unless told otherwise' : '')\u{1f}='stopping takes up to ' + string(self.preStopSeconds + variables.server) + ' s (' + (self.preStopSeconds > 0.0 ? 'preStop ' + string(self.preStopSeconds) + ' s' : '') + (self.preStopSeconds > 0.0 && variables.server > 0.0 ? ' + ' : '') + (variables.server > 0.0 ? self.process.server.name + ' ' + string(variables.server) + ' s' : '') + (params.margin > 0 ? '; ' + string(params.margin) + ' s more are to be left' : '') + '), but SIGKILL comes after ' + string(self.pod.terminationGracePeriodSeconds) + ' s' + (self.pod.setsTerminationGracePeriod ? '' : ', the default')\u{1f}The grace period counts from the start of the preStop hook. What the server is still answering when it is over is cut off by SIGKILL.\u{1f}Raise terminationGracePeriodSeconds above the sum, with some seconds to spare, or lower the server's graceful timeout.\u{1f}documents 0, 1, 3 and 4\u{1e}https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-flow\u{1f}raise the grace period above the sum\u{1d}safe\u{1d}\u{1d}set\u{1d}\"pod.terminationGracePeriodSeconds\u{1d}int(self.preStopSeconds + variables.server + double(params.margin)) + params.spare\u{1f}:&&H9;container32;$0;H7;process8;.9;container32;$0;H6;server1;.7;process8;.9;container32;$0;.6;server1;.7;process8;.9;container32;$0;d0;\u{1e}.9;container2;$0;\u{1e}|c10;operator >0;1;2;.9;container12;$0;d0;c10;operator >0;1;2;$3;d0;\u{1e}c11;operator >=0;1;2;c6;double0;1;1;.3;pod0;.9;container29;$0;c10;operator +0;1;2;c10;operator +0;1;2;.9;container12;$0;$3;c6;double0;1;1;$1;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;s6;takes c6;string0;1;1;.9;container12;$0;s2; s\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;server0;.7;process8;.9;container32;$0;s7; waits c6;string0;1;1;.6;server1;.7;process8;.9;container32;$0;s20; s for open requests:.6;server4;.7;process8;.9;container32;$0;s22; unless told otherwises0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s21;stopping takes up to c6;string0;1;1;c10;operator +0;1;2;.9;container12;$0;$3;s4; s (:c10;operator >0;1;2;.9;container12;$0;d0;c10;operator +0;1;2;c10;operator +0;1;2;s8;preStop c6;string0;1;1;.9;container12;$0;s2; ss0;:&c10;operator >0;1;2;.9;container12;$0;d0;c10;operator >0;1;2;$3;d0;s3; + s0;:c10;operator >0;1;2;$3;d0;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;server0;.7;process8;.9;container32;$0;s1; c6;string0;1;1;$3;s2; ss0;:c10;operator >0;1;2;$1;i0;c10;operator +0;1;2;c10;operator +0;1;2;s2;; c6;string0;1;1;$1;s22; s more are to be lefts0;s27;), but SIGKILL comes after c6;string0;1;1;.3;pod0;.9;container29;$0;s2; s:.3;pod1;.9;container29;$0;s0;s13;, the default\u{1e}c10;operator +0;1;2;c3;int0;1;1;c10;operator +0;1;2;c10;operator +0;1;2;.9;container12;$0;$3;c6;double0;1;1;$1;$2;\u{1c}\
    graceful-timeout-below-request-timeout\u{1f}process\u{1f}The graceful timeout leaves a request the time that it may take\u{1f}info\u{1f}\u{1f}checklist\u{1e}server\u{1e}zero-downtime\u{1f}\u{1f}\u{1f}self.isLongRunning && has(self.server) && self.server.name == 'gunicorn'\u{1e}self.server.workerClass == 'sync' && has(self.server.requestTimeoutSeconds) && has(self.server.gracefulTimeoutSeconds)\u{1f}self.server.gracefulTimeoutSeconds >= self.server.requestTimeoutSeconds\u{1f}\"server.gracefulTimeoutSeconds\u{1f}server.requestTimeoutSeconds\u{1d}='a request may take ' + string(self.server.requestTimeoutSeconds) + ' s'\u{1f}='a request may take ' + string(self.server.requestTimeoutSeconds) + ' s (timeout), but a worker that stops waits only ' + string(self.server.gracefulTimeoutSeconds) + ' s for it (graceful_timeout)'\u{1f}Each rollout cuts off the requests that are allowed to take longer than graceful_timeout.\u{1f}Raise graceful_timeout to timeout, and terminationGracePeriodSeconds with it, or lower timeout.\u{1f}documents 2 and 3\u{1e}https://docs.gunicorn.org/en/stable/settings.html#graceful-timeout\u{1f}\u{1f}&&.7;process2;$0;H7;process8;$0;c11;operator ==0;1;2;.6;server0;.7;process8;$0;s8;gunicorn\u{1e}&&c11;operator ==0;1;2;.6;server13;.7;process8;$0;s4;syncH6;server15;.7;process8;$0;H6;server1;.7;process8;$0;\u{1e}c11;operator >=0;1;2;.6;server1;.7;process8;$0;.6;server15;.7;process8;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;s19;a request may take c6;string0;1;1;.6;server15;.7;process8;$0;s2; s\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s19;a request may take c6;string0;1;1;.6;server15;.7;process8;$0;s49; s (timeout), but a worker that stops waits only c6;string0;1;1;.6;server1;.7;process8;$0;s28; s for it (graceful_timeout)\u{1c}\
    graceful-timeout-set\u{1f}process\u{1f}The server ends by itself after its stop signal\u{1f}warning\u{1f}\u{1f}checklist\u{1e}server\u{1e}zero-downtime\u{1f}seconds\u{1d}i20\u{1d}the graceful timeout that a fix gives a server whose grace period is not known\u{1f}\u{1f}self.isLongRunning && has(self.server) && !has(self.developmentServer)\u{1e}size(self.server.gracefulSignals) == 0 || 'TERM' in self.server.gracefulSignals || has(self.stopSignal) && self.stopSignal in self.server.gracefulSignals\u{1f}self.server.hasGracefulTimeout\u{1f}\"server.gracefulTimeoutSeconds\u{1f}\u{1f}=self.server.name + ' waits without limit for ' + (self.server.isQueueWorker ? 'running jobs' : 'open requests') + ' when it is told to stop' + (has(self.server.gracefulTimeoutOption) ? '; ' + self.server.gracefulTimeoutOption + ' is not set' : ', and it has no setting for it')\u{1f}One slow or hanging request, or job of a queue, keeps the server up until SIGKILL takes it, and then all the others that it was still serving are lost, its shut-down code too.\u{1f}Set the server's graceful timeout to less than terminationGracePeriodSeconds minus the preStop hook; for `fastapi run`, start uvicorn itself; for a queue worker, bound the jobs (Celery's task_time_limit) and let lost ones be taken up again.\u{1f}documents 0, 1 and 3\u{1e}https://www.uvicorn.org/settings/#timeouts\u{1f}end shortly before the grace period does\u{1d}safe\u{1d}self.server.?gracefulTimeoutOption.orValue('').startsWith('--') && !self.server.isQueueWorker && has(self.container) && double(self.container.pod.terminationGracePeriodSeconds) - self.container.preStopSeconds >= 10.0\u{1d}insertArguments\u{1d}\"server.name\u{1d}[self.server.gracefulTimeoutOption, string(int(double(self.container.pod.terminationGracePeriodSeconds) - self.container.preStopSeconds) - 5)]\u{1e}bound the wait for open requests\u{1d}unsafe\u{1d}self.server.?gracefulTimeoutOption.orValue('').startsWith('--') && !self.server.isQueueWorker && !has(self.container)\u{1d}insertArguments\u{1d}\"server.name\u{1d}[self.server.gracefulTimeoutOption, string(params.seconds)]\u{1f}&&.7;process2;$0;H7;process8;$0;c11;operator !_0;1;1;H7;process9;$0;\u{1e}||c11;operator ==0;1;2;c4;size0;1;1;.6;server5;.7;process8;$0;i0;c11;operator in0;1;2;s4;TERM.6;server5;.7;process8;$0;&H7;process11;$0;c11;operator in0;1;2;.7;process11;$0;.6;server5;.7;process8;$0;\u{1e}.6;server2;.7;process8;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;server0;.7;process8;$0;s25; waits without limit for :.6;server28;.7;process8;$0;s12;running jobss13;open requestss24; when it is told to stop:H6;server3;.7;process8;$0;c10;operator +0;1;2;c10;operator +0;1;2;s2;; .6;server3;.7;process8;$0;s11; is not sets30;, and it has no setting for it\u{1e}&&&c10;startsWith1;1;2;c7;orValue1;1;2;?21;gracefulTimeoutOption.7;process8;$0;s0;s2;--c11;operator !_0;1;1;.6;server28;.7;process8;$0;H7;process29;$0;c11;operator >=0;1;2;c10;operator -0;1;2;c6;double0;1;1;.3;pod0;.9;container29;.7;process29;$0;.9;container12;.7;process29;$0;d4621819117588971520;\u{1e}l2;0;.6;server3;.7;process8;$0;0;c6;string0;1;1;c10;operator -0;1;2;c3;int0;1;1;c10;operator -0;1;2;c6;double0;1;1;.3;pod0;.9;container29;.7;process29;$0;.9;container12;.7;process29;$0;i5;\u{1e}&&c10;startsWith1;1;2;c7;orValue1;1;2;?21;gracefulTimeoutOption.7;process8;$0;s0;s2;--c11;operator !_0;1;1;.6;server28;.7;process8;$0;c11;operator !_0;1;1;H7;process29;$0;\u{1e}l2;0;.6;server3;.7;process8;$0;0;c6;string0;1;1;$1;\u{1c}\
    hard-coded-service-url\u{1f}environmentVariable\u{1f}The image does not know where its services are\u{1f}warning\u{1f}\u{1f}checklist\u{1e}configuration\u{1f}\u{1f}\u{1f}\u{1f}!has(self.service)\u{1f}\"\u{1f}\u{1f}=self.name + ' names the service ' + self.service + ' of one environment'\u{1f}The image is meant to be the same in every environment. Where a variable is forgotten in one of them, it talks to this address without a word: to a host that does not exist, or to the wrong database.\u{1f}Leave the variable out of the image, give it in the manifest, and have the application refuse to start without it.\u{1f}documents 0 and 3\u{1e}https://12factor.net/config\u{1f}\u{1f}c11;operator !_0;1;1;H19;environmentVariable2;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.19;environmentVariable0;$0;s19; names the service .19;environmentVariable2;$0;s19; of one environment\u{1c}\
    image-healthcheck\u{1f}dockerfile\u{1f}The image says when it is healthy\u{1f}info\u{1f}has(self.missingHealthcheckTool) ? 'error' : 'info'\u{1f}checklist\u{1e}probes\u{1f}\u{1f}\u{1f}!self.isForDevelopment\u{1f}!has(self.missingHealthcheckTool) && (self.isDeployed || self.isCheckedByCompose || !self.serves || self.hasHealthcheck)\u{1f}\"missingHealthcheckTool\u{1f}base\u{1d}=has(self.missingHealthcheckTool) ? 'has no ' + self.missingHealthcheckTool : ''\u{1f}=has(self.missingHealthcheckTool) ? 'HEALTHCHECK calls ' + self.missingHealthcheckTool + ', which is not in the image' + (has(self.base) ? ': ' + self.base + ' does not bring it' : '') : 'there is no HEALTHCHECK, and no workload of the repository runs the image'\u{1f}Docker, Compose and Swarm only know that the process exists; one that hangs goes on getting requests. A check whose program is missing fails for ever, and the container is restarted or never gets a request.\u{1f}Add a HEALTHCHECK with a program that the image has; in a slim Python image, `CMD [\"python\", \"-c\", \"import urllib.request; urllib.request.urlopen('http://localhost:8000/health')\"]`. Kubernetes ignores it: there, probes belong into the manifest. `HEALTHCHECK NONE` says that there is none on purpose.\u{1f}documents 2 and 4\u{1e}https://docs.docker.com/reference/dockerfile/#healthcheck\u{1f}\u{1f}c11;operator !_0;1;1;.10;dockerfile7;$0;\u{1e}&c11;operator !_0;1;1;H10;dockerfile11;$0;|||.10;dockerfile18;$0;.10;dockerfile17;$0;c11;operator !_0;1;1;.10;dockerfile9;$0;.10;dockerfile10;$0;\u{1e}:H10;dockerfile11;$0;c10;operator +0;1;2;s7;has no .10;dockerfile11;$0;s0;\u{1e}:H10;dockerfile11;$0;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s18;HEALTHCHECK calls .10;dockerfile11;$0;s27;, which is not in the image:H10;dockerfile5;$0;c10;operator +0;1;2;c10;operator +0;1;2;s2;: .10;dockerfile5;$0;s18; does not bring its0;s73;there is no HEALTHCHECK, and no workload of the repository runs the image\u{1e}:H10;dockerfile11;$0;s5;errors4;info\u{1c}\
    image-user-and-volumes\u{1f}container\u{1f}A container that is not root can write to its volumes\u{1f}warning\u{1f}\u{1f}checklist\u{1e}security\u{1f}\u{1f}\u{1f}self.writableClaims.size() > 0\u{1e}!has(self.pod.fsGroup)\u{1e}has(self.runAsUser) ? self.runAsUser != 0 : has(self.dockerfile) && has(self.dockerfile.user) && !self.dockerfile.runsAsRoot\u{1f}false\u{1f}\"writableClaims\u{1f}\u{1f}=(has(self.runAsUser) ? 'user ' + string(self.runAsUser) : 'the image\\'s user \\'' + self.dockerfile.user + '\\'') + ' may not be able to write to ' + self.writableClaims[0] + ': the pod has no fsGroup'\u{1f}A fresh volume belongs to root and only root can write to it. With fsGroup the kubelet gives it to a group that the container's user is in.\u{1f}Set securityContext.fsGroup of the pod, to the user's group or any number, and fsGroupChangePolicy to OnRootMismatch.\u{1f}document 4\u{1e}https://kubernetes.io/docs/tasks/configure-pod-container/security-context/\u{1f}\u{1f}c10;operator >0;1;2;c4;size1;1;1;.9;container28;$0;i0;\u{1e}c11;operator !_0;1;1;H3;pod2;.9;container29;$0;\u{1e}:H9;container20;$0;c11;operator !=0;1;2;.9;container20;$0;i0;&&H9;container31;$0;H10;dockerfile1;.9;container31;$0;c11;operator !_0;1;1;.10;dockerfile2;.9;container31;$0;\u{1e}f\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;:H9;container20;$0;c10;operator +0;1;2;s5;user c6;string0;1;1;.9;container20;$0;c10;operator +0;1;2;c10;operator +0;1;2;s18;the image's user '.10;dockerfile1;.9;container31;$0;s1;'s29; may not be able to write to [.9;container28;$0;i0;s24;: the pod has no fsGroup\u{1c}\
    ingress-tls\u{1f}entrance\u{1f}Requests come in over TLS\u{1f}error\u{1f}\u{1f}checklist\u{1e}security\u{1f}\u{1f}\u{1f}\u{1f}self.openHosts.size() == 0\u{1f}\"openHosts\u{1f}\u{1f}=self.kind + ' \\'' + self.?name.orValue('?') + '\\' answers ' + self.openHosts.join(', ').replace('*', 'any host') + ' without TLS'\u{1f}Passwords, cookies and tokens can be read and changed by everybody on the way.\u{1f}Name the hosts under spec.tls with a Secret that holds their certificate; cert-manager can keep it. For a Gateway, add a listener of protocol HTTPS.\u{1f}documents 0 and 1\u{1e}https://kubernetes.io/docs/concepts/services-networking/ingress/#tls\u{1f}\u{1f}c11;operator ==0;1;2;c4;size1;1;1;.8;entrance2;$0;i0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.8;entrance0;$0;s2; 'c7;orValue1;1;2;?4;name$0;s1;?s10;' answers c7;replace1;1;3;c4;join1;1;2;.8;entrance2;$0;s2;, s1;*s8;any hosts12; without TLS\u{1c}\
    lean-final-copy\u{1f}copy\u{1f}The image holds only what runs\u{1f}info\u{1f}\u{1f}checklist\u{1e}image\u{1f}\u{1f}\u{1f}self.isInImage && self.takesContext && !self.dockerfile.isForDevelopment\u{1f}self.isListed\u{1f}\"\u{1f}\u{1f}=self.instruction + ' puts the whole build context into the image'\u{1f}Tests, documentation, manifests and scripts come along, and so does every file that somebody leaves in the folder later.\u{1f}Name the folders that the application runs from, `COPY src/ /app/src/`, copy what an earlier stage has built, or list in .dockerignore what may come in: `*`, then `!src`.\u{1f}documents 0 and 1\u{1e}https://docs.docker.com/build/building/best-practices/#exclude-with-dockerignore\u{1f}\u{1f}&&.4;copy4;$0;.4;copy2;$0;c11;operator !_0;1;1;.10;dockerfile7;.4;copy10;$0;\u{1e}.4;copy9;$0;\u{1e}c10;operator +0;1;2;.4;copy0;$0;s44; puts the whole build context into the image\u{1c}\
    liveness-checks-process-only\u{1f}container\u{1f}The liveness probe checks the process alone\u{1f}warning\u{1f}\u{1f}checklist\u{1e}probes\u{1f}\u{1f}\u{1f}self.isLongRunning && has(self.livenessProbe) && has(self.livenessProbe.path)\u{1f}!self.livenessProbe.isReadinessPath\u{1f}\"livenessProbe.path\u{1f}\u{1f}='liveness calls ' + self.livenessProbe.path + ', which sounds like a check of dependencies'\u{1f}A liveness probe that fails with the database restarts every pod during an outage of the database, and the restarted pods then come back all at once.\u{1f}Give liveness an endpoint of its own, such as /livez, that answers without calling anything else.\u{1f}documents 3 and 4\u{1e}https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/\u{1f}\u{1f}&&.9;container2;$0;H9;container8;$0;H5;probe6;.9;container8;$0;\u{1e}c11;operator !_0;1;1;.5;probe7;.9;container8;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;s15;liveness calls .5;probe6;.9;container8;$0;s43;, which sounds like a check of dependencies\u{1c}\
    liveness-probe\u{1f}container\u{1f}Long-running containers have a liveness probe\u{1f}warning\u{1f}\u{1f}checklist\u{1e}probes\u{1f}\u{1f}\u{1f}self.isLongRunning && self.role == 'main'\u{1f}has(self.livenessProbe)\u{1f}\"\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' has no liveness probe'\u{1f}A process that hangs goes on holding its place: only a liveness probe lets the kubelet restart it.\u{1f}Add a livenessProbe on an endpoint that answers from the process alone and touches no database or other service.\u{1f}documents 0, 1, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/\u{1f}\u{1f}&.9;container2;$0;c11;operator ==0;1;2;.9;container1;$0;s4;main\u{1e}H9;container8;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;s11;container 'c7;orValue1;1;2;?4;name$0;s1;?s23;' has no liveness probe\u{1c}\
    logs-to-stdout\u{1f}process\u{1f}Logs go to the standard output\u{1f}warning\u{1f}\u{1f}checklist\u{1e}server\u{1e}observability\u{1f}\u{1f}\u{1f}self.isLongRunning\u{1f}!has(self.logFile)\u{1f}\"logFile\u{1f}\u{1f}=self.logFileText + ' goes to the file ' + self.logFile\u{1f}Kubernetes collects what a container writes to its standard output. A file in the container is seen by nobody, grows until the disk is full, and is gone with the pod; on the node's /var/log it is mixed with those of other pods.\u{1f}Write logs to the standard output: `--access-logfile -`, `logging.StreamHandler`, `/dev/stdout`.\u{1f}documents 0, 2 and 3\u{1e}https://kubernetes.io/docs/concepts/cluster-administration/logging/\u{1f}\u{1f}.7;process2;$0;\u{1e}c11;operator !_0;1;1;H7;process13;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;.7;process14;$0;s18; goes to the file .7;process13;$0;\u{1c}\
    memory-fits-workers\u{1f}container\u{1f}The memory limit is enough for all workers\u{1f}warning\u{1f}\u{1f}checklist\u{1e}resources\u{1f}floor\u{1d}i64\u{1d}MiB that a worker takes before its first request\u{1f}floor\u{1d}1048576.0 * double(params.floor) * double(self.process.server.workers + 1)\u{1f}has(self.memoryLimit) && has(self.process) && has(self.process.server) && self.process.server.isPython\u{1e}self.memoryLimit > 134217728.0\u{1f}self.memoryLimit >= variables.floor\u{1f}\"memoryLimit\u{1f}process.server.workers\u{1d}=string(self.process.server.workers) + ' workers'\u{1f}='a memory limit of ' + string(int(self.memoryLimit / 1048576.0)) + ' MiB is little for ' + string(self.process.server.workers) + ' workers of ' + self.process.server.name + ', which need ' + string(int(variables.floor / 1048576.0)) + ' MiB before the first request'\u{1f}Each worker holds the whole application. When their sum comes to the limit, the kernel kills one of them in the middle of its requests, again and again.\u{1f}Start fewer workers and more pods, or raise the limit; measure one worker under load and multiply.\u{1f}documents 2 and 4\u{1e}https://docs.gunicorn.org/en/stable/design.html#how-many-workers\u{1f}\u{1f}c10;operator *0;1;2;c10;operator *0;1;2;d4697254411347427328;c6;double0;1;1;$1;c6;double0;1;1;c10;operator +0;1;2;.6;server7;.7;process8;.9;container32;$0;i1;\u{1e}&&&H9;container15;$0;H9;container32;$0;H7;process8;.9;container32;$0;.6;server29;.7;process8;.9;container32;$0;\u{1e}c10;operator >0;1;2;.9;container15;$0;d4728779608739020800;\u{1e}c11;operator >=0;1;2;.9;container15;$0;$2;\u{1e}c10;operator +0;1;2;c6;string0;1;1;.6;server7;.7;process8;.9;container32;$0;s8; workers\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s18;a memory limit of c6;string0;1;1;c3;int0;1;1;c10;operator /0;1;2;.9;container15;$0;d4697254411347427328;s19; MiB is little for c6;string0;1;1;.6;server7;.7;process8;.9;container32;$0;s12; workers of .6;server0;.7;process8;.9;container32;$0;s13;, which need c6;string0;1;1;c3;int0;1;1;c10;operator /0;1;2;$2;d4697254411347427328;s29; MiB before the first request\u{1c}\
    memory-limit\u{1f}container\u{1f}Containers have a memory limit\u{1f}error\u{1f}\u{1f}checklist\u{1e}resources\u{1f}\u{1f}\u{1f}\u{1f}has(self.memoryLimit)\u{1f}\"memoryLimit\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' has no memory limit'\u{1f}Without a limit one leaking process takes the node's memory, and the kernel then kills pods that did nothing wrong.\u{1f}Set resources.limits.memory to what the container needs at its peak, and resources.requests.memory to the same value.\u{1f}documents 0, 1, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/\u{1f}\u{1f}H9;container15;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;s11;container 'c7;orValue1;1;2;?4;name$0;s1;?s21;' has no memory limit\u{1c}\
    memory-limit-sane\u{1f}container\u{1f}Memory limits are enough for what runs\u{1f}warning\u{1f}has(self.memoryRequest) && self.memoryLimit < self.memoryRequest ? 'error' : 'warning'\u{1f}checklist\u{1e}resources\u{1f}floor\u{1d}i128\u{1d}MiB that are too little for a Python server\u{1f}isPython\u{1d}has(self.process) && has(self.process.server) && self.process.server.isPython\u{1f}has(self.memoryLimit)\u{1f}self.memoryLimit >= self.memoryRequest && (!variables.isPython || self.memoryLimit > 1048576.0 * double(params.floor))\u{1f}\"memoryLimit\u{1f}memoryRequest\u{1d}=self.memoryLimit < self.memoryRequest ? 'the request' : ''\u{1f}=self.memoryLimit < self.memoryRequest ? 'the memory limit is below the request: the API server refuses the pod' : 'a memory limit of ' + string(int(self.memoryLimit / 1048576.0)) + ' MiB is little for ' + self.process.server.name\u{1f}A limit that the process reaches in normal use kills it again and again, in the middle of requests; one below the request is refused by the API server.\u{1f}Measure what the container takes at its peak and set the limit above it; for a Python server not below 256Mi.\u{1f}document 4\u{1e}https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/\u{1f}\u{1f}&&H9;container32;$0;H7;process8;.9;container32;$0;.6;server29;.7;process8;.9;container32;$0;\u{1e}H9;container15;$0;\u{1e}&c11;operator >=0;1;2;.9;container15;$0;.9;container16;$0;|c11;operator !_0;1;1;$2;c10;operator >0;1;2;.9;container15;$0;c10;operator *0;1;2;d4697254411347427328;c6;double0;1;1;$1;\u{1e}:c10;operator <0;1;2;.9;container15;$0;.9;container16;$0;s11;the requests0;\u{1e}:c10;operator <0;1;2;.9;container15;$0;.9;container16;$0;s69;the memory limit is below the request: the API server refuses the podc10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s18;a memory limit of c6;string0;1;1;c3;int0;1;1;c10;operator /0;1;2;.9;container15;$0;d4697254411347427328;s19; MiB is little for .6;server0;.7;process8;.9;container32;$0;\u{1e}:&H9;container16;$0;c10;operator <0;1;2;.9;container15;$0;.9;container16;$0;s5;errors7;warning\u{1c}\
    metrics-scraped\u{1f}scrape\u{1f}Prometheus finds the metrics that there are\u{1f}info\u{1f}\u{1f}checklist\u{1e}observability\u{1f}\u{1f}\u{1f}\u{1f}self.leads\u{1f}\"leads\u{1f}library\u{1d}\"the library\u{1f}=has(self.library) ? 'the container offers metrics (' + self.library + '), but nothing tells Prometheus to read them' : self.kind + (has(self.name) ? ' \\'' + self.name + '\\'' : '') + (has(self.selector) ? ' selects ' + self.selector + ', which nothing has' : ' is to be read at port ' + self.port + ', but there is ' + (self.ports == '' ? 'no port with a name' : 'only ' + self.ports))\u{1f}Prometheus says nothing about a target that does not exist: the graphs stay empty, and no alert built on them can fire. Metrics that nothing is told to read stay unseen in the same silence; this is said only where the repository says what else Prometheus reads.\u{1f}For a ServiceMonitor, name labels of the Service itself and the name of one of its ports; for a PodMonitor, labels of the pods and the name of a container's port; for `prometheus.io/port`, a container's port number. Metrics that nothing reads need such an object too.\u{1f}https://prometheus.github.io/client_python/exporting/\u{1e}https://github.com/siimon/prom-client\u{1e}https://pkg.go.dev/github.com/prometheus/client_golang/prometheus/promhttp\u{1e}documents 0 and 1\u{1e}https://prometheus-operator.dev/docs/developer/getting-started/\u{1e}https://prometheus-operator.dev/docs/platform/troubleshooting/\u{1f}\u{1f}.6;scrape2;$0;\u{1e}:H6;scrape3;$0;c10;operator +0;1;2;c10;operator +0;1;2;s30;the container offers metrics (.6;scrape3;$0;s44;), but nothing tells Prometheus to read themc10;operator +0;1;2;c10;operator +0;1;2;.6;scrape0;$0;:H6;scrape1;$0;c10;operator +0;1;2;c10;operator +0;1;2;s2; '.6;scrape1;$0;s1;'s0;:H6;scrape4;$0;c10;operator +0;1;2;c10;operator +0;1;2;s9; selects .6;scrape4;$0;s19;, which nothing hasc10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s23; is to be read at port .6;scrape5;$0;s15;, but there is :c11;operator ==0;1;2;.6;scrape6;$0;s0;s19;no port with a namec10;operator +0;1;2;s5;only .6;scrape6;$0;\u{1c}\
    migration-job\u{1f}migration\u{1f}Migrations run once for each release, with the application's image\u{1f}warning\u{1f}\u{1f}checklist\u{1e}delivery\u{1f}\u{1f}\u{1f}\u{1f}has(self.restartPolicy) && self.restartPolicy in ['Never', 'OnFailure'] && self.setsBackoffLimit && self.isOrdered && !has(self.otherImage)\u{1f}\"flaw\u{1f}\u{1f}='the Job that runs \\'' + self.command + '\\' ' + ((has(self.otherImage) ? ['has another image than the application, ' + self.otherImage] : []) + (has(self.restartPolicy) && self.restartPolicy in ['Never', 'OnFailure'] ? [] : ['needs restartPolicy Never or OnFailure']) + (self.setsBackoffLimit ? [] : ['has no backoffLimit']) + (self.isOrdered ? [] : ['is no hook, so that the next release cannot apply it again'])).join(', ')\u{1f}A Job's template cannot be changed: applied again with the next image it is refused, or nothing happens, and the new code meets the old schema. Without backoffLimit a migration that fails half-way is tried six more times. Another image brings other migrations than the application expects.\u{1f}Make the Job a hook (`helm.sh/hook: pre-install,pre-upgrade`, or `argocd.argoproj.io/hook: PreSync` with a delete policy), set restartPolicy and backoffLimit, and give it the image of the application.\u{1f}documents 0, 1 and 2\u{1e}https://kubernetes.io/docs/concepts/workloads/controllers/job/\u{1e}https://helm.sh/docs/topics/charts_hooks/\u{1e}https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/\u{1f}\u{1f}&&&&H9;migration2;$0;c11;operator in0;1;2;.9;migration2;$0;l2;0;s5;Never0;s9;OnFailure.9;migration3;$0;.9;migration4;$0;c11;operator !_0;1;1;H9;migration5;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s19;the Job that runs '.9;migration1;$0;s2;' c4;join1;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;:H9;migration5;$0;l1;0;c10;operator +0;1;2;s40;has another image than the application, .9;migration5;$0;l0;:&H9;migration2;$0;c11;operator in0;1;2;.9;migration2;$0;l2;0;s5;Never0;s9;OnFailurel0;l1;0;s38;needs restartPolicy Never or OnFailure:.9;migration3;$0;l0;l1;0;s19;has no backoffLimit:.9;migration4;$0;l0;l1;0;s58;is no hook, so that the next release cannot apply it agains2;, \u{1c}\
    migrations-not-at-start-up\u{1f}process\u{1f}Pods do not migrate the database when they start\u{1f}info\u{1f}has(self.container) && self.container.workload.maximumReplicas > 1 || has(self.composeService) && self.composeService.replicas > 1 ? 'error' : 'info'\u{1f}checklist\u{1e}delivery\u{1f}\u{1f}\u{1f}!has(self.container) || self.container.workload.isLongRunning\u{1e}has(self.container) || has(self.server)\u{1f}!has(self.migration)\u{1f}\"migration\u{1f}container.workload.maximumReplicas\u{1d}=self.container.workload.maximumReplicas > 1 ? 'up to ' + string(self.container.workload.maximumReplicas) + ' pods' : ''\u{1e}composeService.replicas\u{1d}=self.composeService.replicas > 1 ? string(self.composeService.replicas) + ' containers' : ''\u{1f}='each ' + (has(self.container) ? 'pod' : 'container') + ' runs `' + self.migration + '` before it starts' + (has(self.container) && self.container.workload.maximumReplicas > 1 ? ', and there are up to ' + string(self.container.workload.maximumReplicas) + ' pods' : '')\u{1f}Pods that start together migrate at the same time; a pod that is restarted at night migrates too; a slow migration is killed by the startup probe half-way; and a rollback runs the old code against the new schema.\u{1f}Run the migration once for each release: a Job that runs before the rollout (`helm.sh/hook: pre-upgrade`, Argo CD's PreSync), or a step of the pipeline.\u{1f}documents 0, 2 and 3\u{1e}https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/\u{1f}\u{1f}|c11;operator !_0;1;1;H7;process29;$0;.8;workload5;.9;container30;.7;process29;$0;\u{1e}|H7;process29;$0;H7;process8;$0;\u{1e}c11;operator !_0;1;1;H7;process10;$0;\u{1e}:c10;operator >0;1;2;.8;workload7;.9;container30;.7;process29;$0;i1;c10;operator +0;1;2;c10;operator +0;1;2;s6;up to c6;string0;1;1;.8;workload7;.9;container30;.7;process29;$0;s5; podss0;\u{1e}:c10;operator >0;1;2;.14;composeService3;.7;process30;$0;i1;c10;operator +0;1;2;c6;string0;1;1;.14;composeService3;.7;process30;$0;s11; containerss0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s5;each :H7;process29;$0;s3;pods9;containers7; runs `.7;process10;$0;s18;` before it starts:&H7;process29;$0;c10;operator >0;1;2;.8;workload7;.9;container30;.7;process29;$0;i1;c10;operator +0;1;2;c10;operator +0;1;2;s22;, and there are up to c6;string0;1;1;.8;workload7;.9;container30;.7;process29;$0;s5; podss0;\u{1e}:|&H7;process29;$0;c10;operator >0;1;2;.8;workload7;.9;container30;.7;process29;$0;i1;&H7;process30;$0;c10;operator >0;1;2;.14;composeService3;.7;process30;$0;i1;s5;errors4;info\u{1c}\
    misspelt-field\u{1f}unknownField\u{1f}Fields are ones that the API server knows\u{1f}error\u{1f}\u{1f}checklist\u{1f}\u{1f}\u{1f}\u{1f}!has(self.suggestion) && !has(self.home)\u{1f}\"\u{1f}\u{1f}=self.owner + ' has no field \\'' + self.name + '\\'' + (has(self.suggestion) ? '; did you mean \\'' + self.suggestion + '\\'?' : '; it belongs into a ' + self.home)\u{1f}The API server drops what it does not know without a word: the probe, the limit or the grace period is not there.\u{1f}Correct the name, or move the field to where it belongs.\u{1f}https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation\u{1f}\u{1f}&c11;operator !_0;1;1;H12;unknownField2;$0;c11;operator !_0;1;1;H12;unknownField3;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.12;unknownField1;$0;s15; has no field '.12;unknownField0;$0;s1;':H12;unknownField2;$0;c10;operator +0;1;2;c10;operator +0;1;2;s16;; did you mean '.12;unknownField2;$0;s2;'?c10;operator +0;1;2;s20;; it belongs into a .12;unknownField3;$0;\u{1c}\
    multi-stage-build\u{1f}packageInstall\u{1f}Compilers stay in a build stage\u{1f}warning\u{1f}\u{1f}checklist\u{1e}image\u{1f}\u{1f}\u{1f}self.isInImage && !self.dockerfile.isForDevelopment\u{1e}has(self.dockerfile.process) || self.dockerfile.isDeployed\u{1e}!self.dockerfile.isWorkshop\u{1f}size(self.buildTools) == 0 && !self.keepsCompilers\u{1f}\"buildTools\u{1f}dockerfile.base\u{1d}=self.keepsCompilers ? 'made for building' : ''\u{1f}=size(self.buildTools) > 0 ? self.buildTools.join(', ') + (size(self.buildTools) == 1 ? ' stays' : ' stay') + ' in the image' : self.command + ' runs in the only stage, so the compilers of ' + self.dockerfile.base + ' stay in the image'\u{1f}What is needed to build the application is not needed to run it: it makes the image hundreds of megabytes larger, brings vulnerabilities of its own, and gives an intruder a compiler.\u{1f}Install and build in a first stage, `FROM … AS build`, and copy only what came out of it into a small second one: `COPY --from=build /app/.venv /app/.venv`.\u{1f}documents 0, 2 and 4\u{1e}https://docs.docker.com/build/building/multi-stage/\u{1f}\u{1f}&.14;packageInstall2;$0;c11;operator !_0;1;1;.10;dockerfile7;.14;packageInstall15;$0;\u{1e}|H10;dockerfile16;.14;packageInstall15;$0;.10;dockerfile18;.14;packageInstall15;$0;\u{1e}c11;operator !_0;1;1;.10;dockerfile8;.14;packageInstall15;$0;\u{1e}&c11;operator ==0;1;2;c4;size0;1;1;.14;packageInstall12;$0;i0;c11;operator !_0;1;1;.14;packageInstall13;$0;\u{1e}:.14;packageInstall13;$0;s17;made for buildings0;\u{1e}:c10;operator >0;1;2;c4;size0;1;1;.14;packageInstall12;$0;i0;c10;operator +0;1;2;c10;operator +0;1;2;c4;join1;1;2;.14;packageInstall12;$0;s2;, :c11;operator ==0;1;2;c4;size0;1;1;.14;packageInstall12;$0;i1;s6; stayss5; stays13; in the imagec10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.14;packageInstall0;$0;s45; runs in the only stage, so the compilers of .10;dockerfile5;.14;packageInstall15;$0;s18; stay in the image\u{1c}\
    multiple-replicas\u{1f}workload\u{1f}Workloads behind a Service have at least two pods\u{1f}warning\u{1f}self.isBehindIngress ? 'error' : self.traffic == 'service' ? 'warning' : 'info'\u{1f}checklist\u{1e}zero-downtime\u{1f}minimum\u{1d}i2\u{1d}the least number of pods\u{1f}\u{1f}self.isReplicated && self.traffic != 'none'\u{1f}self.minimumReplicas >= params.minimum\u{1f}\"minimumReplicas\u{1f}\u{1f}=self.kind + ' \\'' + self.?name.orValue('?') + '\\' ' + (has(self.entrance) ? 'is behind an ' + self.entrance : self.traffic == 'service' ? 'is behind a Service' : 'has ports') + ' and may run with ' + string(self.minimumReplicas) + (self.minimumReplicas == 1 ? ' pod' : ' pods')\u{1f}With one pod every drained node, every eviction and every crash is an outage.\u{1f}Set spec.replicas to 2 or more, or the autoscaler's minimum, and let a disruption budget keep one of them.\u{1f}document 0\u{1e}https://kubernetes.io/docs/tasks/run-application/configure-pdb/\u{1f}\u{1f}&.8;workload4;$0;c11;operator !=0;1;2;.8;workload16;$0;s4;none\u{1e}c11;operator >=0;1;2;.8;workload6;$0;$1;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.8;workload1;$0;s2; 'c7;orValue1;1;2;?4;name$0;s1;?s2;' :H8;workload18;$0;c10;operator +0;1;2;s13;is behind an .8;workload18;$0;:c11;operator ==0;1;2;.8;workload16;$0;s7;services19;is behind a Services9;has portss18; and may run with c6;string0;1;1;.8;workload6;$0;:c11;operator ==0;1;2;.8;workload6;$0;i1;s4; pods5; pods\u{1e}:.8;workload17;$0;s5;error:c11;operator ==0;1;2;.8;workload16;$0;s7;services7;warnings4;info\u{1c}\
    named-user-breaks-run-as-non-root\u{1f}container\u{1f}runAsNonRoot goes with an image whose user is a number\u{1f}error\u{1f}\u{1f}checklist\u{1e}security\u{1f}\u{1f}\u{1f}has(self.runAsNonRoot) && self.runAsNonRoot && !has(self.runAsUser)\u{1e}has(self.dockerfile)\u{1f}self.dockerfile.hasNumericUser && !self.dockerfile.runsAsRoot\u{1f}\"runAsNonRoot\u{1f}dockerfile.user\u{1d}=self.dockerfile.runsAsRoot ? 'the image runs as root' : 'a name, which the kubelet cannot look up'\u{1f}='the kubelet refuses to start the container: runAsNonRoot is set, and its image runs as ' + (has(self.dockerfile.user) ? (self.dockerfile.hasNumericUser ? 'user ' : 'the named user ') + '\\'' + self.dockerfile.user + '\\'' : 'root')\u{1f}The kubelet must know before the container exists that its user is not root. A name tells it nothing, so the pod ends in CreateContainerConfigError.\u{1f}Give the image a numeric USER, or set securityContext.runAsUser to the user's id.\u{1f}documents 0, 2 and 4\u{1e}https://kubernetes.io/docs/tasks/configure-pod-container/security-context/\u{1f}\u{1f}&&H9;container19;$0;.9;container19;$0;c11;operator !_0;1;1;H9;container20;$0;\u{1e}H9;container31;$0;\u{1e}&.10;dockerfile3;.9;container31;$0;c11;operator !_0;1;1;.10;dockerfile2;.9;container31;$0;\u{1e}:.10;dockerfile2;.9;container31;$0;s22;the image runs as roots40;a name, which the kubelet cannot look up\u{1e}c10;operator +0;1;2;s87;the kubelet refuses to start the container: runAsNonRoot is set, and its image runs as :H10;dockerfile1;.9;container31;$0;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;:.10;dockerfile3;.9;container31;$0;s5;user s15;the named user s1;'.10;dockerfile1;.9;container31;$0;s1;'s4;root\u{1c}\
    nginx-directive-context\u{1f}nginxDirective\u{1f}Directives stand where nginx allows them\u{1f}error\u{1f}\u{1f}checklist\u{1f}\u{1f}\u{1f}\u{1f}self.context in self.allowedContexts\u{1f}\"\u{1f}\u{1f}=self.name + ' is not allowed in ' + self.context + '; nginx takes it in ' + self.allowedContexts.join(', ')\u{1f}nginx refuses the configuration: it does not start, or goes on with the old one after a reload.\u{1f}Move the directive into one of the blocks that the message names; limit_req_zone, for one, stands beside the servers, and limit_req in them.\u{1f}documents 2 and 3\u{1e}https://nginx.org/en/docs/dirindex.html\u{1f}\u{1f}c11;operator in0;1;2;.14;nginxDirective1;$0;.14;nginxDirective2;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.14;nginxDirective0;$0;s19; is not allowed in .14;nginxDirective1;$0;s20;; nginx takes it in c4;join1;1;2;.14;nginxDirective2;$0;s2;, \u{1c}\
    no-committed-secret\u{1f}secret\u{1f}No Secret is in the repository\u{1f}error\u{1f}\u{1f}checklist\u{1e}secrets\u{1f}\u{1f}\u{1f}\u{1f}!has(self.literalKey)\u{1f}\"literalKey\u{1f}\u{1f}='Secret ' + (has(self.name) ? '\\'' + self.name + '\\'' : 'without a name') + ' is in the repository: ' + self.literalKey + ' holds ' + self.literal\u{1f}Base64 hides nothing: everybody who can read the repository has it, in every clone and for as long as its history exists. And changing it takes a commit.\u{1f}Change what it opens, for it is known now. Keep it in a secret manager and commit an ExternalSecret, or commit it encrypted: a SealedSecret, or with SOPS.\u{1f}documents 0, 1 and 3\u{1e}https://kubernetes.io/docs/concepts/configuration/secret/\u{1e}https://kubernetes.io/docs/concepts/security/secrets-good-practices/\u{1f}\u{1f}c11;operator !_0;1;1;H6;secret2;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s7;Secret :H6;secret0;$0;c10;operator +0;1;2;c10;operator +0;1;2;s1;'.6;secret0;$0;s1;'s14;without a names23; is in the repository: .6;secret2;$0;s7; holds .6;secret3;$0;\u{1c}\
    no-dev-dependencies\u{1f}packageInstall\u{1f}Development dependencies stay out of the image\u{1f}warning\u{1f}\u{1f}checklist\u{1e}image\u{1f}\u{1f}\u{1f}!self.dockerfile.isForDevelopment\u{1f}!self.bringsDevelopment\u{1f}\"\u{1f}\u{1f}=self.command + ' brings the development dependencies into the image'\u{1f}Test runners, linters and bundlers make the image larger, and each of them is one more package that can be taken over and runs in production.\u{1f}Leave them out where the image's dependencies are installed: `uv sync --no-dev`, `poetry install --only main`, `npm ci --omit=dev`, `pnpm install --prod`, `composer install --no-dev`, `BUNDLE_WITHOUT=development:test`; where the build needs them, install them in a stage of its own and copy only what it builds.\u{1f}documents 0, 1 and 2\u{1e}https://docs.astral.sh/uv/guides/integration/docker/\u{1e}https://docs.npmjs.com/cli/commands/npm-ci\u{1f}leave the development dependencies out\u{1d}unsafe\u{1d}self.command in ['uv sync', 'composer install']\u{1d}insertArguments\u{1d}\"command\u{1d}\"--no-dev\"\u{1e}leave the development dependencies out\u{1d}unsafe\u{1d}self.command in ['poetry install', 'poetry sync']\u{1d}insertArguments\u{1d}\"command\u{1d}[\"--only\", \"main\"]\u{1e}leave the development dependencies out\u{1d}unsafe\u{1d}self.command in ['npm ci', 'npm install', 'npm i']\u{1d}insertArguments\u{1d}\"command\u{1d}\"--omit=dev\"\u{1e}leave the development dependencies out\u{1d}unsafe\u{1d}self.command in ['pnpm install', 'pnpm i']\u{1d}insertArguments\u{1d}\"command\u{1d}\"--prod\"\u{1f}c11;operator !_0;1;1;.10;dockerfile7;.14;packageInstall15;$0;\u{1e}c11;operator !_0;1;1;.14;packageInstall11;$0;\u{1e}c10;operator +0;1;2;.14;packageInstall0;$0;s51; brings the development dependencies into the image\u{1e}c11;operator in0;1;2;.14;packageInstall0;$0;l2;0;s7;uv sync0;s16;composer install\u{1e}s8;--no-dev\u{1e}c11;operator in0;1;2;.14;packageInstall0;$0;l2;0;s14;poetry install0;s11;poetry sync\u{1e}l2;0;s6;--only0;s4;main\u{1e}c11;operator in0;1;2;.14;packageInstall0;$0;l3;0;s6;npm ci0;s11;npm install0;s5;npm i\u{1e}s10;--omit=dev\u{1e}c11;operator in0;1;2;.14;packageInstall0;$0;l2;0;s12;pnpm install0;s6;pnpm i\u{1e}s6;--prod\u{1c}\
    no-dev-server\u{1f}process\u{1f}The image starts a server made for production\u{1f}error\u{1f}\u{1f}checklist\u{1e}server\u{1f}\u{1f}\u{1f}self.isLongRunning\u{1f}!has(self.developmentServer)\u{1f}\"developmentServer\u{1f}\u{1f}=self.developmentServer + ' is a server for development'\u{1f}Development servers handle few requests at a time, do not drain on SIGTERM, and some run code that a stranger sends.\u{1f}Start the application with a production server: gunicorn, uvicorn, `fastapi run`, `next start`.\u{1f}document 4\u{1e}https://flask.palletsprojects.com/en/stable/deploying/\u{1f}\u{1f}.7;process2;$0;\u{1e}c11;operator !_0;1;1;H7;process9;$0;\u{1e}c10;operator +0;1;2;.7;process9;$0;s28; is a server for development\u{1c}\
    no-host-access\u{1f}pod\u{1f}Pods stay away from their node\u{1f}error\u{1f}\u{1f}checklist\u{1e}security\u{1e}pod-security-standards\u{1f}\u{1f}\u{1f}\u{1f}self.hostAccess.size() == 0\u{1f}\"hostAccess\u{1f}\u{1f}='the pod reaches into its node: ' + self.hostAccess.join(', ')\u{1f}With the node's network, processes or files, a pod sees and can change what belongs to the node and to all other pods on it.\u{1f}Use a Service instead of host ports and networks, and a PersistentVolumeClaim or an emptyDir instead of hostPath.\u{1f}documents 0, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/security/pod-security-standards/\u{1f}\u{1f}c11;operator ==0;1;2;c4;size1;1;1;.3;pod4;$0;i0;\u{1e}c10;operator +0;1;2;s31;the pod reaches into its node: c4;join1;1;2;.3;pod4;$0;s2;, \u{1c}\
    no-latest-tag\u{1f}baseImage\u{1f}Base images have a tag other than latest\u{1f}error\u{1f}\u{1f}checklist\u{1e}supply-chain\u{1f}\u{1f}\u{1f}!has(self.digest)\u{1f}has(self.tag) && self.tag != 'latest'\u{1f}\"tag\u{1f}\u{1f}=has(self.tag) ? self.reference + ' is whatever was pushed last' : self.reference + ' has no tag, so it is whatever was pushed last'\u{1f}The next build may get another major version of the language or the distribution, without any change in the repository.\u{1f}Name the version that the code was tested with: `python:3.13-slim`.\u{1f}document 4\u{1e}https://docs.docker.com/build/building/best-practices/#pin-base-image-versions\u{1f}\u{1f}c11;operator !_0;1;1;H9;baseImage3;$0;\u{1e}&H9;baseImage2;$0;c11;operator !=0;1;2;.9;baseImage2;$0;s6;latest\u{1e}:H9;baseImage2;$0;c10;operator +0;1;2;.9;baseImage0;$0;s28; is whatever was pushed lastc10;operator +0;1;2;.9;baseImage0;$0;s46; has no tag, so it is whatever was pushed last\u{1c}\
    no-package-cache\u{1f}packageInstall\u{1f}Package managers leave no cache in the image\u{1f}info\u{1f}\u{1f}checklist\u{1e}image\u{1f}\u{1f}\u{1f}self.isInImage\u{1f}!self.leavesCache\u{1f}\"\u{1f}\u{1f}=self.command + ' leaves ' + self.cache + ' in the image'\u{1f}Nothing reads the cache once the image is built, and a later RUN cannot take it out of the layer any more.\u{1f}Turn the cache off (`pip install --no-cache-dir`, `apk add --no-cache`), remove it in the same RUN (`rm -rf /var/lib/apt/lists/*`), or keep it beside the image with `RUN --mount=type=cache,target=…`.\u{1f}documents 1, 2 and 3\u{1e}https://docs.docker.com/build/building/best-practices/#apt-get\u{1f}let pip keep no cache\u{1d}safe\u{1d}self.manager == 'pip' && !self.command.startsWith('uv ')\u{1d}insertArguments\u{1d}\"command\u{1d}\"--no-cache-dir\"\u{1e}let uv keep no cache\u{1d}safe\u{1d}self.manager == 'uv' || self.command.startsWith('uv ')\u{1d}insertArguments\u{1d}\"command\u{1d}\"--no-cache\"\u{1e}let apk keep no index\u{1d}safe\u{1d}self.manager == 'apk'\u{1d}insertArguments\u{1d}\"command\u{1d}\"--no-cache\"\u{1e}remove apt's lists in the same RUN\u{1d}unsafe\u{1d}self.manager == 'apt'\u{1d}appendCommand\u{1d}\"command\u{1d}\"rm -rf /var/lib/apt/lists/*\"\u{1f}.14;packageInstall2;$0;\u{1e}c11;operator !_0;1;1;.14;packageInstall4;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.14;packageInstall0;$0;s8; leaves .14;packageInstall5;$0;s13; in the image\u{1e}&c11;operator ==0;1;2;.14;packageInstall1;$0;s3;pipc11;operator !_0;1;1;c10;startsWith1;1;2;.14;packageInstall0;$0;s3;uv \u{1e}s14;--no-cache-dir\u{1e}|c11;operator ==0;1;2;.14;packageInstall1;$0;s2;uvc10;startsWith1;1;2;.14;packageInstall0;$0;s3;uv \u{1e}s10;--no-cache\u{1e}c11;operator ==0;1;2;.14;packageInstall1;$0;s3;apk\u{1e}s10;--no-cache\u{1e}c11;operator ==0;1;2;.14;packageInstall1;$0;s3;apt\u{1e}s27;rm -rf /var/lib/apt/lists/*\u{1c}\
    no-privilege-escalation\u{1f}container\u{1f}Containers cannot gain privileges\u{1f}warning\u{1f}\u{1f}checklist\u{1e}security\u{1e}pod-security-standards\u{1f}\u{1f}\u{1f}!self.pod.isWindows\u{1f}has(self.allowPrivilegeEscalation) ? !self.allowPrivilegeEscalation : self.pod.?enforcedStandard.orValue('') == 'restricted'\u{1f}\"allowPrivilegeEscalation\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' '+ (has(self.allowPrivilegeEscalation) ? 'may gain privileges: allowPrivilegeEscalation is true' : 'may gain privileges: allowPrivilegeEscalation is not set, which means true')\u{1f}A setuid binary in the image gives a process that began as an ordinary user the rights of root.\u{1f}Set securityContext.allowPrivilegeEscalation to false for each container.\u{1f}documents 0, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/security/pod-security-standards/\u{1f}allow no privilege escalation\u{1d}safe\u{1d}!has(self.allowPrivilegeEscalation) && !self.privileged && !self.capabilitiesAdded.exists(c, c.endsWith('SYS_ADMIN'))\u{1d}set\u{1d}\"securityContext.allowPrivilegeEscalation\u{1d}false\u{1e}allow no privilege escalation\u{1d}unsafe\u{1d}!self.privileged && !self.capabilitiesAdded.exists(c, c.endsWith('SYS_ADMIN'))\u{1d}set\u{1d}\"securityContext.allowPrivilegeEscalation\u{1d}false\u{1f}c11;operator !_0;1;1;.3;pod3;.9;container29;$0;\u{1e}:H9;container22;$0;c11;operator !_0;1;1;.9;container22;$0;c11;operator ==0;1;2;c7;orValue1;1;2;?16;enforcedStandard.9;container29;$0;s0;s10;restricted\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s11;container 'c7;orValue1;1;2;?4;name$0;s1;?s2;' :H9;container22;$0;s53;may gain privileges: allowPrivilegeEscalation is trues74;may gain privileges: allowPrivilegeEscalation is not set, which means true\u{1e}&&c11;operator !_0;1;1;H9;container22;$0;c11;operator !_0;1;1;.9;container21;$0;c11;operator !_0;1;1;r1;1;-1;1;0;.9;container24;$0;c8;endsWith1;1;2;$1;s9;SYS_ADMIN\u{1e}f\u{1e}&c11;operator !_0;1;1;.9;container21;$0;c11;operator !_0;1;1;r1;1;-1;1;0;.9;container24;$0;c8;endsWith1;1;2;$1;s9;SYS_ADMIN\u{1e}f\u{1c}\
    no-privileged\u{1f}container\u{1f}Containers are not privileged\u{1f}error\u{1f}\u{1f}checklist\u{1e}security\u{1e}pod-security-standards\u{1f}\u{1f}\u{1f}\u{1f}!self.privileged\u{1f}\"privileged\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' '+ 'is privileged: it can do whatever root on the node can do'\u{1f}A privileged container sees all devices of the node and has all capabilities: whoever gets into it has the node.\u{1f}Take securityContext.privileged out; give the container the one capability or device that it needs.\u{1f}documents 0, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/security/pod-security-standards/\u{1f}\u{1f}c11;operator !_0;1;1;.9;container21;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s11;container 'c7;orValue1;1;2;?4;name$0;s1;?s2;' s57;is privileged: it can do whatever root on the node can do\u{1c}\
    no-recommended-packages\u{1f}packageInstall\u{1f}apt installs only what is asked for\u{1f}info\u{1f}\u{1f}checklist\u{1e}image\u{1f}\u{1f}\u{1f}self.isInImage && self.manager == 'apt'\u{1f}!self.installsRecommended\u{1f}\"\u{1f}\u{1f}=self.command + ' installs what its packages recommend as well'\u{1f}Debian and Ubuntu install recommended packages unless they are told otherwise: often many times the size of what was asked for, with nothing that the application calls.\u{1f}Write `apt-get install --no-install-recommends`, and name the packages that are then missing.\u{1f}documents 3 and 4\u{1e}https://docs.docker.com/build/building/best-practices/#apt-get\u{1f}install no recommended packages\u{1d}unsafe\u{1d}self.command == 'apt-get install' || self.command == 'apt install'\u{1d}insertArguments\u{1d}\"command\u{1d}\"--no-install-recommends\"\u{1f}&.14;packageInstall2;$0;c11;operator ==0;1;2;.14;packageInstall1;$0;s3;apt\u{1e}c11;operator !_0;1;1;.14;packageInstall7;$0;\u{1e}c10;operator +0;1;2;.14;packageInstall0;$0;s45; installs what its packages recommend as well\u{1e}|c11;operator ==0;1;2;.14;packageInstall0;$0;s15;apt-get installc11;operator ==0;1;2;.14;packageInstall0;$0;s11;apt install\u{1e}s23;--no-install-recommends\u{1c}\
    no-reload\u{1f}process\u{1f}The server does not watch its source\u{1f}error\u{1f}\u{1f}checklist\u{1e}server\u{1f}\u{1f}\u{1f}has(self.server)\u{1f}!self.server.reload\u{1f}\"server.reload\u{1f}\u{1f}=self.server.name + ' is started with reloading on'\u{1f}A reloading server starts its workers under a watcher that costs CPU, ignores the number of workers, and restarts on any change below its folder, in the middle of requests.\u{1f}Take the flag out of the image's command; keep it in the command that developers run.\u{1f}document 4\u{1e}https://www.uvicorn.org/settings/\u{1f}\u{1f}H7;process8;$0;\u{1e}c11;operator !_0;1;1;.6;server6;.7;process8;$0;\u{1e}c10;operator +0;1;2;.6;server0;.7;process8;$0;s29; is started with reloading on\u{1c}\
    no-secret-in-env\u{1f}literal\u{1f}Variables, arguments and ConfigMaps hold no secret\u{1f}error\u{1f}\u{1f}checklist\u{1e}secrets\u{1f}\u{1f}\u{1f}\u{1f}!has(self.secret)\u{1f}\"secret\u{1f}\u{1f}=(self.kind == 'argument' ? 'the argument' : self.kind == 'env' ? 'the variable' : 'the key') + (has(self.name) ? ' ' + self.name : '') + (self.kind == 'ConfigMap' ? ' of a ConfigMap' : '') + ' holds ' + self.secret\u{1f}Everybody who can read the repository, or the objects of the namespace, has it; `kubectl describe` prints it, and arguments are in the node's list of processes.\u{1f}Change the secret, for it is known now. Keep it in a Secret that a secret manager fills, and refer to it with valueFrom.secretKeyRef or a volume.\u{1f}documents 0 and 3\u{1e}https://kubernetes.io/docs/concepts/configuration/configmap/\u{1e}https://kubernetes.io/docs/concepts/security/secrets-good-practices/\u{1f}\u{1f}c11;operator !_0;1;1;H7;literal2;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;:c11;operator ==0;1;2;.7;literal0;$0;s8;arguments12;the argument:c11;operator ==0;1;2;.7;literal0;$0;s3;envs12;the variables7;the key:H7;literal1;$0;c10;operator +0;1;2;s1; .7;literal1;$0;s0;:c11;operator ==0;1;2;.7;literal0;$0;s9;ConfigMaps15; of a ConfigMaps0;s7; holds .7;literal2;$0;\u{1c}\
    no-secrets-in-image\u{1f}imageText\u{1f}No secret is in the image or its history\u{1f}error\u{1f}\u{1f}checklist\u{1e}secrets\u{1f}\u{1f}\u{1f}\u{1f}!has(self.secret)\u{1f}\"\u{1f}\u{1f}=self.kind + (has(self.name) ? ' ' + self.name : '') + (self.kind == 'COPY' ? ' is ' : ' holds ') + self.secret\u{1f}Everybody who can pull the image can read it, with `docker history` and `docker inspect`, in every layer and for as long as the image exists; a later RUN does not take it away. And it is in the repository.\u{1f}Change the secret, for it is known now. Give it to the container when it starts, from a Secret or a secret manager; for a build, `RUN --mount=type=secret,id=…` leaves no trace.\u{1f}documents 0 and 3\u{1e}https://docs.docker.com/build/building/secrets/\u{1f}\u{1f}c11;operator !_0;1;1;H9;imageText2;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.9;imageText0;$0;:H9;imageText1;$0;c10;operator +0;1;2;s1; .9;imageText1;$0;s0;:c11;operator ==0;1;2;.9;imageText0;$0;s4;COPYs4; is s7; holds .9;imageText2;$0;\u{1c}\
    non-root-user\u{1f}dockerfile\u{1f}The image does not run as root\u{1f}error\u{1f}\u{1f}checklist\u{1e}security\u{1f}\u{1f}\u{1f}\u{1f}!self.runsAsRoot\u{1f}\"runsAsRoot\u{1f}\u{1f}=self.setsUser ? 'the final stage runs as root: USER ' + self.user : has(self.user) ? 'the base image runs as ' + self.user : 'the final stage has no USER, so the image runs as root'\u{1f}Whoever breaks out of the process is root in the container, and may be root on the node.\u{1f}Create a user and switch to it behind the last RUN that needs root: `USER 10001`.\u{1f}documents 0, 1, 2 and 4\u{1e}https://docs.docker.com/reference/dockerfile/#user\u{1f}\u{1f}c11;operator !_0;1;1;.10;dockerfile2;$0;\u{1e}:.10;dockerfile4;$0;c10;operator +0;1;2;s35;the final stage runs as root: USER .10;dockerfile1;$0;:H10;dockerfile1;$0;c10;operator +0;1;2;s23;the base image runs as .10;dockerfile1;$0;s54;the final stage has no USER, so the image runs as root\u{1c}\
    numeric-user\u{1f}dockerfile\u{1f}USER is a number\u{1f}info\u{1f}\u{1f}checklist\u{1e}security\u{1f}\u{1f}\u{1f}self.setsUser && !self.runsAsRoot\u{1f}self.hasNumericUser\u{1f}\"user\u{1f}\u{1f}='USER is the name \\'' + self.user + '\\'; Kubernetes can only tell a number from root'\u{1f}With runAsNonRoot, the kubelet must know that the user is not root before the container exists; it cannot look a name up in the image.\u{1f}Give the user a fixed id when it is created, and name that: `USER 10001`.\u{1f}documents 0 and 1\u{1e}https://kubernetes.io/docs/tasks/configure-pod-container/security-context/\u{1f}\u{1f}&.10;dockerfile4;$0;c11;operator !_0;1;1;.10;dockerfile2;$0;\u{1e}.10;dockerfile3;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;s18;USER is the name '.10;dockerfile1;$0;s46;'; Kubernetes can only tell a number from root\u{1c}\
    one-worker-per-container\u{1f}process\u{1f}A container that Kubernetes scales runs one worker\u{1f}info\u{1f}\u{1f}checklist\u{1e}server\u{1f}\u{1f}\u{1f}has(self.container) && self.container.role == 'main' && has(self.server) && self.server.isPython && !self.server.isQueueWorker\u{1e}self.container.workload.isReplicated && (self.container.workload.hasAutoscaler || self.container.workload.minimumReplicas > 1)\u{1f}self.server.workers <= 1\u{1f}\"server.workers\u{1f}container.workload.minimumReplicas\u{1d}=self.container.workload.hasAutoscaler ? 'an autoscaler chooses the number of pods' : string(self.container.workload.minimumReplicas) + ' pods'\u{1f}=self.server.name + ' starts ' + string(self.server.workers) + ' workers in each pod' + (self.container.workload.hasAutoscaler ? ', and an autoscaler adds pods' : ' of ' + string(self.container.workload.minimumReplicas))\u{1f}Pods are what Kubernetes schedules, watches and replaces: a worker that hangs beside healthy ones is seen by no probe, and an autoscaler can add only several workers at once. The documents disagree: 0 and 1 want one worker for each container, 2, 3 and 4 want several.\u{1f}Run one worker and set more replicas, or keep several on purpose (they share preloaded memory) and leave this rule out: `ignore: [one-worker-per-container]`.\u{1f}documents 0 and 1\u{1e}https://fastapi.tiangolo.com/deployment/docker/#replication-number-of-processes\u{1f}\u{1f}&&&&H7;process29;$0;c11;operator ==0;1;2;.9;container1;.7;process29;$0;s4;mainH7;process8;$0;.6;server29;.7;process8;$0;c11;operator !_0;1;1;.6;server28;.7;process8;$0;\u{1e}&.8;workload4;.9;container30;.7;process29;$0;|.8;workload8;.9;container30;.7;process29;$0;c10;operator >0;1;2;.8;workload6;.9;container30;.7;process29;$0;i1;\u{1e}c11;operator <=0;1;2;.6;server7;.7;process8;$0;i1;\u{1e}:.8;workload8;.9;container30;.7;process29;$0;s40;an autoscaler chooses the number of podsc10;operator +0;1;2;c6;string0;1;1;.8;workload6;.9;container30;.7;process29;$0;s5; pods\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;server0;.7;process8;$0;s8; starts c6;string0;1;1;.6;server7;.7;process8;$0;s20; workers in each pod:.8;workload8;.9;container30;.7;process29;$0;s29;, and an autoscaler adds podsc10;operator +0;1;2;s4; of c6;string0;1;1;.8;workload6;.9;container30;.7;process29;$0;\u{1c}\
    pinned-base-digest\u{1f}baseImage\u{1f}Base images are pinned by digest\u{1f}warning\u{1f}\u{1f}checklist\u{1e}supply-chain\u{1f}\u{1f}\u{1f}\u{1f}has(self.digest)\u{1f}\"reference\u{1f}\u{1f}=self.reference + ' has no digest'\u{1f}A tag is moved to new images: the same Dockerfile then builds something else tomorrow, and a compromised tag reaches production by itself.\u{1f}Write the digest behind the tag, `name:tag@sha256:…`, and let a tool such as Renovate or Dependabot raise it.\u{1f}documents 0 and 1\u{1e}https://docs.docker.com/build/building/best-practices/#pin-base-image-versions\u{1f}\u{1f}H9;baseImage3;$0;\u{1e}c10;operator +0;1;2;.9;baseImage0;$0;s14; has no digest\u{1c}\
    pinned-image\u{1f}container\u{1f}Containers name the image that they run\u{1f}error\u{1f}has(self.imageTag) && self.imageTag != 'latest' ? 'info' : 'error'\u{1f}checklist\u{1e}supply-chain\u{1f}\u{1f}\u{1f}has(self.image)\u{1f}has(self.imageDigest)\u{1f}\"imageTag\u{1f}\u{1f}=has(self.imageTag) && self.imageTag != 'latest' ? 'the tag \\'' + self.imageTag + '\\' can be moved to another image; a digest cannot' : self.image + ' is whatever was pushed last' + (has(self.imageTag) ? '' : ': it has no tag')\u{1f}A tag can point to another image tomorrow: then two pods of one Deployment run different code, and a rollback brings back something that nobody has tested.\u{1f}Deploy the digest that the build pushed, `name:tag@sha256:…`; at the least a tag that is never pushed twice.\u{1f}documents 0, 1 and 4\u{1e}https://kubernetes.io/docs/concepts/containers/images/#image-names\u{1f}\u{1f}H9;container5;$0;\u{1e}H9;container7;$0;\u{1e}:&H9;container6;$0;c11;operator !=0;1;2;.9;container6;$0;s6;latestc10;operator +0;1;2;c10;operator +0;1;2;s9;the tag '.9;container6;$0;s48;' can be moved to another image; a digest cannotc10;operator +0;1;2;c10;operator +0;1;2;.9;container5;$0;s28; is whatever was pushed last:H9;container6;$0;s0;s15;: it has no tag\u{1e}:&H9;container6;$0;c11;operator !=0;1;2;.9;container6;$0;s6;latests4;infos5;error\u{1c}\
    pre-stop-hook\u{1f}container\u{1f}Containers behind a Service wait before they stop\u{1f}warning\u{1f}self.traffic == 'service' ? 'warning' : 'info'\u{1f}checklist\u{1e}zero-downtime\u{1f}seconds\u{1d}i10\u{1d}how long the hook that a fix adds sleeps\u{1f}\u{1f}self.isLongRunning && self.traffic != 'none'\u{1f}has(self.preStop)\u{1f}\"lifecycle\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' ' + (self.traffic == 'service' ? 'gets requests from a Service' : 'has ports') + ', but has no preStop hook'\u{1f}A pod's endpoint is removed while it is already being stopped: for some seconds requests still arrive at a server that has closed its port.\u{1f}Add lifecycle.preStop with `sleep: {seconds: 10}` (Kubernetes 1.30 and later) or `exec: {command: [\"sleep\", \"10\"]}`, and raise terminationGracePeriodSeconds by as much.\u{1f}documents 0, 1, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-flow\u{1f}wait before the container is stopped\u{1d}safe\u{1d}self.traffic == 'service' && params.seconds < self.pod.terminationGracePeriodSeconds && self.workload.targetVersion >= 30\u{1d}set\u{1d}\"lifecycle.preStop.sleep.seconds\u{1d}params.seconds\u{1e}wait before the container is stopped\u{1d}unsafe\u{1d}params.seconds < self.pod.terminationGracePeriodSeconds && self.workload.targetVersion >= 30\u{1d}set\u{1d}\"lifecycle.preStop.sleep.seconds\u{1d}params.seconds\u{1f}&.9;container2;$0;c11;operator !=0;1;2;.9;container3;$0;s4;none\u{1e}H9;container11;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s11;container 'c7;orValue1;1;2;?4;name$0;s1;?s2;' :c11;operator ==0;1;2;.9;container3;$0;s7;services28;gets requests from a Services9;has portss25;, but has no preStop hook\u{1e}&&c11;operator ==0;1;2;.9;container3;$0;s7;servicec10;operator <0;1;2;$1;.3;pod0;.9;container29;$0;c11;operator >=0;1;2;.8;workload0;.9;container30;$0;i30;\u{1e}$1;\u{1e}&c10;operator <0;1;2;$1;.3;pod0;.9;container29;$0;c11;operator >=0;1;2;.8;workload0;.9;container30;$0;i30;\u{1e}$1;\u{1e}:c11;operator ==0;1;2;.9;container3;$0;s7;services7;warnings4;info\u{1c}\
    pre-stop-needs-binary\u{1f}container\u{1f}Hooks and probes call programs that the image has\u{1f}error\u{1f}\u{1f}checklist\u{1e}zero-downtime\u{1f}\u{1f}\u{1f}\u{1f}self.missingPrograms.size() == 0\u{1f}\"missingPrograms\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' '+ 'calls ' + self.missingPrograms.join(', ') + ', which its image does not have'\u{1f}The hook fails at once and the drain is lost without a sign; a probe fails for ever, and the container is restarted again and again.\u{1f}Use the native `sleep: {seconds: 10}` of preStop, and httpGet, tcpSocket or grpc probes.\u{1f}documents 0 and 1\u{1e}https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/\u{1f}\u{1f}c11;operator ==0;1;2;c4;size1;1;1;.9;container13;$0;i0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s11;container 'c7;orValue1;1;2;?4;name$0;s1;?s2;' s6;calls c4;join1;1;2;.9;container13;$0;s2;, s31;, which its image does not have\u{1c}\
    probe-endpoint-exists\u{1f}probe\u{1f}The application answers at the probed path\u{1f}warning\u{1f}\u{1f}checklist\u{1e}probes\u{1f}\u{1f}\u{1f}has(self.isAnswered)\u{1f}self.isAnswered\u{1f}\"path\u{1f}application\u{1d}\"the application\u{1f}=self.application + ' has no route for ' + self.?path.orValue('/') + (size(self.likeRoutes) > 0 ? '; it has ' + self.likeRoutes.join(', ') : '')\u{1f}The kubelet takes a 404 for a failure: a liveness probe restarts the pod for ever, a readiness probe never sends it a request.\u{1f}Give the probe the path that the application has, with the prefixes of its routers, or add the route.\u{1f}documents 3 and 4\u{1e}https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#define-a-liveness-http-request\u{1f}\u{1f}H5;probe8;$0;\u{1e}.5;probe8;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.5;probe9;$0;s18; has no route for c7;orValue1;1;2;?4;path$0;s1;/:c10;operator >0;1;2;c4;size0;1;1;.5;probe10;$0;i0;c10;operator +0;1;2;s9;; it has c4;join1;1;2;.5;probe10;$0;s2;, s0;\u{1c}\
    probe-port-exists\u{1f}probe\u{1f}Probes call a port that is there\u{1f}error\u{1f}\u{1f}checklist\u{1e}probes\u{1f}\u{1f}\u{1f}\u{1f}self.isPortNamed || !self.callsPortByName\u{1f}\"port\u{1f}\u{1f}=self.kind + ' calls the port ' + self.?port.orValue('?') + ', but no port of the container has that name'\u{1f}The kubelet cannot find the port: the probe fails for ever, and the container is restarted or never gets a request.\u{1f}Name one of the container's ports, or give its number.\u{1f}document 0\u{1e}https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port\u{1f}\u{1f}|.5;probe3;$0;c11;operator !_0;1;1;.5;probe4;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.5;probe0;$0;s16; calls the port c7;orValue1;1;2;?4;port$0;s1;?s44;, but no port of the container has that name\u{1c}\
    probe-timing\u{1f}probe\u{1f}The numbers of a probe do not contradict each other\u{1f}warning\u{1f}\u{1f}checklist\u{1e}probes\u{1f}\u{1f}overlaps\u{1d}self.timeoutSeconds >= self.periodSeconds && self.timeoutSeconds > 1\u{1e}threshold\u{1d}self.kind != 'readinessProbe' && self.successThreshold != 1\u{1e}hasty\u{1d}self.kind == 'livenessProbe' && has(self.container.readinessProbe) && self.secondsToAct < self.container.readinessProbe.secondsToAct\u{1e}startup\u{1d}self.kind == 'startupProbe' && self.initialDelaySeconds > self.secondsToAct\u{1f}\u{1f}!variables.overlaps && !variables.threshold && !variables.hasty && !variables.startup\u{1f}=variables.threshold ? 'successThreshold' : variables.overlaps ? 'timeoutSeconds' : variables.startup ? 'initialDelaySeconds' : has(self.object.failureThreshold) ? 'failureThreshold' : 'periodSeconds'\u{1f}\u{1f}=self.kind + ': ' + (variables.threshold ? 'successThreshold must be 1, the API server refuses ' + string(self.successThreshold) : variables.overlaps ? 'a call may take ' + string(self.timeoutSeconds) + ' s, but the next begins after ' + string(self.periodSeconds) + ' s' : variables.startup ? 'it gives up after ' + string(self.secondsToAct) + ' s, before its own initialDelaySeconds of ' + string(self.initialDelaySeconds) + ' s could help' : 'it restarts the container after ' + string(self.secondsToAct) + ' s, but readiness takes it out of its Services only after ' + string(self.container.readinessProbe.secondsToAct) + ' s')\u{1f}Calls that overlap add load to a container that is slow already; a container that is restarted before it is taken out of its Services loses the requests that it holds.\u{1f}Keep timeoutSeconds below periodSeconds, and let liveness be more patient than readiness: a higher failureThreshold × periodSeconds.\u{1f}documents 3 and 4\u{1e}https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/\u{1f}\u{1f}&c11;operator >=0;1;2;.5;probe14;$0;.5;probe13;$0;c10;operator >0;1;2;.5;probe14;$0;i1;\u{1e}&c11;operator !=0;1;2;.5;probe0;$0;s14;readinessProbec11;operator !=0;1;2;.5;probe16;$0;i1;\u{1e}&&c11;operator ==0;1;2;.5;probe0;$0;s13;livenessProbeH9;container9;.5;probe1;$0;c10;operator <0;1;2;.5;probe17;$0;.5;probe17;.9;container9;.5;probe1;$0;\u{1e}&c11;operator ==0;1;2;.5;probe0;$0;s12;startupProbec10;operator >0;1;2;.5;probe12;$0;.5;probe17;$0;\u{1e}&&&c11;operator !_0;1;1;$1;c11;operator !_0;1;1;$2;c11;operator !_0;1;1;$3;c11;operator !_0;1;1;$4;\u{1e}:$2;s16;successThreshold:$1;s14;timeoutSeconds:$4;s19;initialDelaySeconds:h16;failureThreshold.5;probe18;$0;s16;failureThresholds13;periodSeconds\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;.5;probe0;$0;s2;: :$2;c10;operator +0;1;2;s51;successThreshold must be 1, the API server refuses c6;string0;1;1;.5;probe16;$0;:$1;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s16;a call may take c6;string0;1;1;.5;probe14;$0;s30; s, but the next begins after c6;string0;1;1;.5;probe13;$0;s2; s:$4;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s18;it gives up after c6;string0;1;1;.5;probe17;$0;s42; s, before its own initialDelaySeconds of c6;string0;1;1;.5;probe12;$0;s13; s could helpc10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s32;it restarts the container after c6;string0;1;1;.5;probe17;$0;s58; s, but readiness takes it out of its Services only after c6;string0;1;1;.5;probe17;.9;container9;.5;probe1;$0;s2; s\u{1c}\
    proxy-timeout-covers-server\u{1f}process\u{1f}The proxy waits as long as the server\u{1f}warning\u{1f}\u{1f}checklist\u{1f}\u{1f}\u{1f}self.isLongRunning && has(self.proxyReadTimeoutSeconds)\u{1e}has(self.server) && has(self.server.requestTimeoutSeconds)\u{1f}self.proxyReadTimeoutSeconds >= self.server.requestTimeoutSeconds\u{1f}\"proxyReadTimeoutSeconds\u{1f}server.requestTimeoutSeconds\u{1d}='up to ' + string(self.server.requestTimeoutSeconds) + ' s'\u{1f}=self.proxy + ' gives up after ' + string(self.proxyReadTimeoutSeconds) + ' s, but ' + self.server.name + ' may take ' + string(self.server.requestTimeoutSeconds) + ' s for a request'\u{1f}The client gets a 504 while the server goes on with a request that nobody waits for; a client that tries again does the work twice.\u{1f}Raise nginx.ingress.kubernetes.io/proxy-read-timeout above the server's request timeout, or lower that.\u{1f}documents 2 and 3\u{1e}https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#custom-timeouts\u{1e}https://gateway-api.sigs.k8s.io/api-types/httproute/#timeouts-optional\u{1e}https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_read_timeout\u{1f}\u{1f}&.7;process2;$0;H7;process26;$0;\u{1e}&H7;process8;$0;H6;server15;.7;process8;$0;\u{1e}c11;operator >=0;1;2;.7;process26;$0;.6;server15;.7;process8;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;s6;up to c6;string0;1;1;.6;server15;.7;process8;$0;s2; s\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.7;process27;$0;s16; gives up after c6;string0;1;1;.7;process26;$0;s8; s, but .6;server0;.7;process8;$0;s10; may take c6;string0;1;1;.6;server15;.7;process8;$0;s16; s for a request\u{1c}\
    python-unbuffered\u{1f}dockerfile\u{1f}Python writes its output at once\u{1f}info\u{1f}\u{1f}checklist\u{1e}observability\u{1f}\u{1f}\u{1f}self.runsPython && !self.isForDevelopment\u{1f}self.isUnbuffered\u{1f}\"base\u{1f}\u{1f}='PYTHONUNBUFFERED is not set' + (self.writesBytecode ? ', nor is PYTHONDONTWRITEBYTECODE' : '')\u{1f}Where its output is no terminal, Python collects some kilobytes before it writes them: the last lines before a crash or an eviction are lost, and they are the ones that say why.\u{1f}`ENV PYTHONUNBUFFERED=1`; with it `PYTHONDONTWRITEBYTECODE=1`, so that nothing is written beside the source when the container runs.\u{1f}documents 1, 2 and 3\u{1e}https://docs.python.org/3/using/cmdline.html#envvar-PYTHONUNBUFFERED\u{1f}set PYTHONUNBUFFERED\u{1d}safe\u{1d}\u{1d}insertInstruction\u{1d}\"base\u{1d}\"ENV PYTHONUNBUFFERED=1\"\u{1f}&.10;dockerfile12;$0;c11;operator !_0;1;1;.10;dockerfile7;$0;\u{1e}.10;dockerfile13;$0;\u{1e}c10;operator +0;1;2;s27;PYTHONUNBUFFERED is not set:.10;dockerfile14;$0;s32;, nor is PYTHONDONTWRITEBYTECODEs0;\u{1e}s22;ENV PYTHONUNBUFFERED=1\u{1c}\
    read-only-root-filesystem\u{1f}container\u{1f}Containers cannot write to their root file system\u{1f}warning\u{1f}\u{1f}checklist\u{1e}security\u{1f}\u{1f}\u{1f}!self.pod.isWindows\u{1f}self.readOnlyRootFilesystem\u{1f}\"readOnlyRootFilesystem\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' '+ 'can write to its root file system'\u{1f}An intruder can put programs into a file system that can be written, and data that the program writes there is lost with the pod.\u{1f}Set securityContext.readOnlyRootFilesystem to true, and mount an emptyDir where the program must write, such as /tmp.\u{1f}documents 0, 2 and 4\u{1e}https://kubernetes.io/docs/tasks/configure-pod-container/security-context/\u{1f}make the root file system read-only\u{1d}unsafe\u{1d}\u{1d}set\u{1d}\"securityContext.readOnlyRootFilesystem\u{1d}true\u{1f}c11;operator !_0;1;1;.3;pod3;.9;container29;$0;\u{1e}.9;container23;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s11;container 'c7;orValue1;1;2;?4;name$0;s1;?s2;' s33;can write to its root file system\u{1e}t\u{1c}\
    readiness-probe\u{1f}container\u{1f}Containers that serve requests have a readiness probe\u{1f}warning\u{1f}self.traffic == 'service' ? 'error' : 'warning'\u{1f}checklist\u{1e}probes\u{1e}zero-downtime\u{1f}\u{1f}\u{1f}self.isLongRunning && self.role == 'main'\u{1e}self.traffic != 'none' || self.workload.isReplicated\u{1f}has(self.readinessProbe)\u{1f}\"\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' has no readiness probe' + (self.traffic == 'service' ? ', but a Service sends it requests' : '')\u{1f}Without it a pod gets requests as soon as its process has started, and a rollout goes on before the new pods can answer.\u{1f}Add a readinessProbe on an endpoint that fails while the container cannot serve: not started yet, or a dependency that it cannot do without is away.\u{1f}documents 0, 1, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/\u{1f}\u{1f}&.9;container2;$0;c11;operator ==0;1;2;.9;container1;$0;s4;main\u{1e}|c11;operator !=0;1;2;.9;container3;$0;s4;none.8;workload4;.9;container30;$0;\u{1e}H9;container9;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s11;container 'c7;orValue1;1;2;?4;name$0;s1;?s24;' has no readiness probe:c11;operator ==0;1;2;.9;container3;$0;s7;services33;, but a Service sends it requestss0;\u{1e}:c11;operator ==0;1;2;.9;container3;$0;s7;services5;errors7;warning\u{1c}\
    references-exist\u{1f}reference\u{1f}What a pod refers to is in the repository\u{1f}warning\u{1f}\u{1f}checklist\u{1f}\u{1f}\u{1f}\u{1f}self.exists\u{1f}\"\u{1f}\u{1f}='there is no ' + self.kind + ' \\'' + self.name + '\\' in the repository, which holds others beside the workload'\u{1f}The pod stays in CreateContainerConfigError or Pending until somebody makes the object.\u{1f}Correct the name, add the object, or mark the reference as optional.\u{1f}documents 0, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/configuration/configmap/\u{1f}\u{1f}.9;reference2;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s12;there is no .9;reference0;$0;s2; '.9;reference1;$0;s59;' in the repository, which holds others beside the workload\u{1c}\
    removed-api\u{1f}object\u{1f}Objects are of an API version that Kubernetes serves\u{1f}error\u{1f}\u{1f}checklist\u{1f}\u{1f}\u{1f}\u{1f}!has(self.removedIn) || self.removedIn > self.targetVersion\u{1f}\"removedIn\u{1f}\u{1f}=self.apiVersion + ' ' + self.kind + ' is gone since Kubernetes 1.' + string(self.removedIn) + (has(self.replacement) ? '; use ' + self.replacement : ', and nothing takes its place')\u{1f}The API server refuses the object: the next installation or cluster upgrade ends there.\u{1f}Change apiVersion to the one that the message names, and the fields that changed with it; `kubernetes-version` in .readylint.yaml says which version counts.\u{1f}https://kubernetes.io/docs/reference/using-api/deprecation-guide/\u{1f}\u{1f}|c11;operator !_0;1;1;H6;object6;$0;c10;operator >0;1;2;.6;object6;$0;.6;object8;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;object0;$0;s1; .6;object1;$0;s28; is gone since Kubernetes 1.c6;string0;1;1;.6;object6;$0;:H6;object7;$0;c10;operator +0;1;2;s6;; use .6;object7;$0;s29;, and nothing takes its place\u{1c}\
    request-limits-at-proxy\u{1f}proxy\u{1f}The proxy bounds what it takes in\u{1f}info\u{1f}\u{1f}checklist\u{1f}\u{1f}\u{1f}\u{1f}has(self.bodySizeLimit) && self.bodySizeLimit != '0'\u{1f}\"bodySizeLimit\u{1f}\u{1f}=has(self.bodySizeLimit) ? (self.kind == 'nginx' ? 'client_max_body_size' : 'proxy-body-size') + ' 0 takes in a body of any size' : 'client_max_body_size is not set, so uploads above 1 MB fail here, whatever the server allows'\u{1f}Without a bound a few large bodies fill disk and memory; with nginx's default of 1 MB, uploads fail that the application allows.\u{1f}Set client_max_body_size, or nginx.ingress.kubernetes.io/proxy-body-size, to what the application takes.\u{1f}documents 2 and 3\u{1e}https://nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size\u{1f}\u{1f}&H5;proxy2;$0;c11;operator !=0;1;2;.5;proxy2;$0;s1;0\u{1e}:H5;proxy2;$0;c10;operator +0;1;2;:c11;operator ==0;1;2;.5;proxy0;$0;s5;nginxs20;client_max_body_sizes15;proxy-body-sizes30; 0 takes in a body of any sizes92;client_max_body_size is not set, so uploads above 1 MB fail here, whatever the server allows\u{1c}\
    resource-requests\u{1f}container\u{1f}Containers request CPU and memory\u{1f}warning\u{1f}\u{1f}checklist\u{1e}resources\u{1f}\u{1f}\u{1f}\u{1f}has(self.cpuRequest) && has(self.memoryRequest)\u{1f}\"resources.requests\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' requests no ' + (has(self.cpuRequest) ? 'memory' : has(self.memoryRequest) ? 'cpu' : 'cpu and no memory')\u{1f}The scheduler places pods by their requests: without them a node is filled until everything on it is slow or evicted, and an autoscaler has nothing to compute a utilisation of.\u{1f}Set resources.requests.cpu and resources.requests.memory to what the container uses under normal load.\u{1f}documents 0, 1, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/\u{1f}\u{1f}&H9;container18;$0;H9;container16;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s11;container 'c7;orValue1;1;2;?4;name$0;s1;?s14;' requests no :H9;container18;$0;s6;memory:H9;container16;$0;s3;cpus17;cpu and no memory\u{1c}\
    rollout-keeps-capacity\u{1f}workload\u{1f}A rollout never takes all pods away\u{1f}warning\u{1f}\u{1f}checklist\u{1e}zero-downtime\u{1f}\u{1f}\u{1f}has(self.strategy) && self.traffic == 'service'\u{1e}!(self.strategy == 'Recreate' && self.usesExclusiveClaim)\u{1f}self.strategy != 'Recreate' && (self.minimumReplicas < 1 || self.maxUnavailable < self.minimumReplicas)\u{1f}=self.strategy == 'Recreate' ? 'strategy' : 'maxUnavailable'\u{1f}\u{1f}=self.kind + ' \\'' + self.?name.orValue('?') + '\\' '+ 'is behind a Service, but ' + (self.strategy == 'Recreate' ? 'Recreate stops all pods before it starts new ones' : 'a rollout may take ' + string(self.maxUnavailable) + ' of ' + string(self.minimumReplicas) + (self.minimumReplicas == 1 ? ' pod' : ' pods') + ' away at once')\u{1f}From the stop of the last old pod until the first new one is ready, every request fails: with each deployment.\u{1f}Use RollingUpdate with maxUnavailable 0 and maxSurge 1 or more.\u{1f}documents 1, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy\u{1f}\u{1f}&H8;workload13;$0;c11;operator ==0;1;2;.8;workload16;$0;s7;service\u{1e}c11;operator !_0;1;1;&c11;operator ==0;1;2;.8;workload13;$0;s8;Recreate.8;workload15;$0;\u{1e}&c11;operator !=0;1;2;.8;workload13;$0;s8;Recreate|c10;operator <0;1;2;.8;workload6;$0;i1;c10;operator <0;1;2;.8;workload14;$0;.8;workload6;$0;\u{1e}:c11;operator ==0;1;2;.8;workload13;$0;s8;Recreates8;strategys14;maxUnavailable\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.8;workload1;$0;s2; 'c7;orValue1;1;2;?4;name$0;s1;?s2;' s25;is behind a Service, but :c11;operator ==0;1;2;.8;workload13;$0;s8;Recreates49;Recreate stops all pods before it starts new onesc10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s19;a rollout may take c6;string0;1;1;.8;workload14;$0;s4; of c6;string0;1;1;.8;workload6;$0;:c11;operator ==0;1;2;.8;workload6;$0;i1;s4; pods5; podss13; away at once\u{1c}\
    run-as-non-root\u{1f}container\u{1f}Containers must not run as root\u{1f}warning\u{1f}has(self.runAsUser) && self.runAsUser == 0 && has(self.runAsNonRoot) && self.runAsNonRoot ? 'error' : 'warning'\u{1f}checklist\u{1e}security\u{1e}pod-security-standards\u{1f}\u{1f}\u{1f}!self.pod.isWindows\u{1f}(has(self.runAsNonRoot) && self.runAsNonRoot || self.pod.?enforcedStandard.orValue('') == 'restricted') && (!has(self.runAsUser) || self.runAsUser != 0)\u{1f}=has(self.runAsUser) && self.runAsUser == 0 ? 'runAsUser' : has(self.runAsNonRoot) ? 'runAsNonRoot' : 'securityContext'\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' ' + (has(self.runAsUser) && self.runAsUser == 0 ? (has(self.runAsNonRoot) && self.runAsNonRoot ? 'has runAsNonRoot and runAsUser 0: it can never start' : 'runs as root: runAsUser is 0') : has(self.runAsNonRoot) ? 'may run as root: runAsNonRoot is false' : 'may run as root: runAsNonRoot is not set')\u{1f}Whoever breaks out of a process that is root has root's rights on whatever he reaches: mounted volumes, the node's kernel.\u{1f}Set securityContext.runAsNonRoot to true for the pod, and give the image a numeric USER other than 0.\u{1f}documents 0, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/security/pod-security-standards/\u{1f}refuse to run as root\u{1d}unsafe\u{1d}!has(self.runAsUser) || self.runAsUser != 0\u{1d}set\u{1d}\"securityContext.runAsNonRoot\u{1d}true\u{1f}c11;operator !_0;1;1;.3;pod3;.9;container29;$0;\u{1e}&|&H9;container19;$0;.9;container19;$0;c11;operator ==0;1;2;c7;orValue1;1;2;?16;enforcedStandard.9;container29;$0;s0;s10;restricted|c11;operator !_0;1;1;H9;container20;$0;c11;operator !=0;1;2;.9;container20;$0;i0;\u{1e}:&H9;container20;$0;c11;operator ==0;1;2;.9;container20;$0;i0;s9;runAsUser:H9;container19;$0;s12;runAsNonRoots15;securityContext\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s11;container 'c7;orValue1;1;2;?4;name$0;s1;?s2;' :&H9;container20;$0;c11;operator ==0;1;2;.9;container20;$0;i0;:&H9;container19;$0;.9;container19;$0;s52;has runAsNonRoot and runAsUser 0: it can never starts28;runs as root: runAsUser is 0:H9;container19;$0;s38;may run as root: runAsNonRoot is falses40;may run as root: runAsNonRoot is not set\u{1e}|c11;operator !_0;1;1;H9;container20;$0;c11;operator !=0;1;2;.9;container20;$0;i0;\u{1e}t\u{1e}:&&&H9;container20;$0;c11;operator ==0;1;2;.9;container20;$0;i0;H9;container19;$0;.9;container19;$0;s5;errors7;warning\u{1c}\
    seccomp-profile\u{1f}container\u{1f}Containers have a seccomp profile\u{1f}warning\u{1f}has(self.seccompProfile) ? 'error' : 'warning'\u{1f}checklist\u{1e}security\u{1e}pod-security-standards\u{1f}\u{1f}\u{1f}!self.pod.isWindows\u{1f}has(self.seccompProfile) ? self.seccompProfile in ['RuntimeDefault', 'Localhost'] : self.pod.?enforcedStandard.orValue('') == 'restricted'\u{1f}=has(self.seccompProfile) ? 'seccompProfile' : 'securityContext'\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' '+ (has(self.seccompProfile) ? (self.seccompProfile == 'Unconfined' ? 'may make any system call: its seccomp profile is Unconfined' : 'has a seccomp profile of no known type: ' + self.seccompProfile) : 'has no seccomp profile, so it may make any system call')\u{1f}Hundreds of system calls that no server makes are ways into the kernel.\u{1f}Set securityContext.seccompProfile to `type: RuntimeDefault` for the pod.\u{1f}documents 0, 2 and 4\u{1e}https://kubernetes.io/docs/concepts/security/pod-security-standards/\u{1f}use the runtime's seccomp profile\u{1d}unsafe\u{1d}!has(self.seccompProfile)\u{1d}set\u{1d}\"securityContext.seccompProfile.type\u{1d}\"RuntimeDefault\"\u{1f}c11;operator !_0;1;1;.3;pod3;.9;container29;$0;\u{1e}:H9;container26;$0;c11;operator in0;1;2;.9;container26;$0;l2;0;s14;RuntimeDefault0;s9;Localhostc11;operator ==0;1;2;c7;orValue1;1;2;?16;enforcedStandard.9;container29;$0;s0;s10;restricted\u{1e}:H9;container26;$0;s14;seccompProfiles15;securityContext\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s11;container 'c7;orValue1;1;2;?4;name$0;s1;?s2;' :H9;container26;$0;:c11;operator ==0;1;2;.9;container26;$0;s10;Unconfineds59;may make any system call: its seccomp profile is Unconfinedc10;operator +0;1;2;s40;has a seccomp profile of no known type: .9;container26;$0;s54;has no seccomp profile, so it may make any system call\u{1e}c11;operator !_0;1;1;H9;container26;$0;\u{1e}s14;RuntimeDefault\u{1e}:H9;container26;$0;s5;errors7;warning\u{1c}\
    service-account-token\u{1f}pod\u{1f}Pods that do not talk to the API server get no token\u{1f}info\u{1f}\u{1f}checklist\u{1e}security\u{1f}\u{1f}\u{1f}!has(self.serviceAccount)\u{1f}!self.mountsServiceAccountToken\u{1f}\"mountsServiceAccountToken\u{1f}\u{1f}='the pod gets a token of the default service account, which it does not seem to use'\u{1f}Whoever gets into the container can speak to the API server with the token.\u{1f}Set automountServiceAccountToken to false for the pod or for its service account.\u{1f}https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/\u{1f}mount no token\u{1d}unsafe\u{1d}\u{1d}set\u{1d}\"automountServiceAccountToken\u{1d}false\u{1f}c11;operator !_0;1;1;H3;pod8;$0;\u{1e}c11;operator !_0;1;1;.3;pod7;$0;\u{1e}s82;the pod gets a token of the default service account, which it does not seem to use\u{1e}f\u{1c}\
    service-reaches-pods\u{1f}servicePort\u{1f}Services lead to pods that listen\u{1f}error\u{1f}self.selectsPods && self.?target.orValue('').matches('^[0-9]+$') ? 'warning' : 'error'\u{1f}checklist\u{1e}networking\u{1f}\u{1f}\u{1f}has(self.selector)\u{1f}self.selectsPods && self.isOpen\u{1f}\"destination\u{1f}\u{1f}='Service \\'' + self.?service.orValue('?') + '\\' ' + (self.selectsPods ? 'sends requests to port ' + self.?target.orValue('?') + ', but its pods name ' + (self.ports == '' ? 'no ports' : self.ports) : 'selects ' + self.selector + ', which no workload has')\u{1f}The Service has no endpoint: every request to it fails, and nothing says so when it is applied.\u{1f}Make the selector match the labels of spec.template.metadata.labels, and targetPort the number or the name of a container's port.\u{1f}documents 0, 1 and 4\u{1e}https://kubernetes.io/docs/concepts/services-networking/service/\u{1f}\u{1f}H11;servicePort1;$0;\u{1e}&.11;servicePort2;$0;.11;servicePort5;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s9;Service 'c7;orValue1;1;2;?7;service$0;s1;?s2;' :.11;servicePort2;$0;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s23;sends requests to port c7;orValue1;1;2;?6;target$0;s1;?s20;, but its pods name :c11;operator ==0;1;2;.11;servicePort6;$0;s0;s8;no ports.11;servicePort6;$0;c10;operator +0;1;2;c10;operator +0;1;2;s8;selects .11;servicePort1;$0;s23;, which no workload has\u{1e}:&.11;servicePort2;$0;c7;matches1;1;2;c7;orValue1;1;2;?6;target$0;s0;/8;^[0-9]+$s7;warnings5;error\u{1c}\
    slim-runtime-base\u{1f}dockerfile\u{1f}The image builds on a small base\u{1f}info\u{1f}\u{1f}checklist\u{1e}image\u{1f}\u{1f}\u{1f}!self.isForDevelopment\u{1f}!has(self.smallerBase)\u{1f}\"base\u{1f}\u{1f}=self.base + ' is the full image; smaller: ' + self.smallerBase\u{1f}The full images hold compilers, headers and tools for building: several times the size to pull on every new node, and most of what scanners report.\u{1f}Begin the final stage with the slim, alpine, distroless or chiselled variant, and install by name what the application needs beyond it.\u{1f}documents 0, 3 and 4\u{1e}https://hub.docker.com/_/python#image-variants\u{1f}\u{1f}c11;operator !_0;1;1;.10;dockerfile7;$0;\u{1e}c11;operator !_0;1;1;H10;dockerfile6;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;.10;dockerfile5;$0;s29; is the full image; smaller: .10;dockerfile6;$0;\u{1c}\
    spread-replicas\u{1f}workload\u{1f}Replicas do not stand on one node\u{1f}info\u{1f}\u{1f}checklist\u{1e}zero-downtime\u{1f}\u{1f}\u{1f}self.isReplicated && self.isLongRunning && self.minimumReplicas >= 2\u{1f}self.pod.isSpread\u{1f}\"\u{1f}\u{1f}=self.kind + ' \\'' + self.?name.orValue('?') + '\\' '+ 'has ' + string(self.minimumReplicas) + ' pods, which may all be on one node'\u{1f}When the node goes, all pods go with it: several replicas are then worth no more than one.\u{1f}Add topologySpreadConstraints over kubernetes.io/hostname and topology.kubernetes.io/zone, or pod anti-affinity.\u{1f}https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/\u{1f}\u{1f}&&.8;workload4;$0;.8;workload5;$0;c11;operator >=0;1;2;.8;workload6;$0;i2;\u{1e}.3;pod5;.8;workload22;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.8;workload1;$0;s2; 'c7;orValue1;1;2;?4;name$0;s1;?s2;' s4;has c6;string0;1;1;.8;workload6;$0;s35; pods, which may all be on one node\u{1c}\
    startup-probe\u{1f}container\u{1f}Slow starters have a startup probe\u{1f}info\u{1f}\u{1f}checklist\u{1e}probes\u{1f}delay\u{1d}i30\u{1d}seconds of initialDelaySeconds from which on a start counts as slow\u{1f}\u{1f}self.isLongRunning && has(self.livenessProbe)\u{1e}self.livenessProbe.initialDelaySeconds >= params.delay\u{1f}has(self.startupProbe)\u{1f}\"livenessProbe.initialDelaySeconds\u{1f}\u{1f}='the liveness probe waits ' + string(self.livenessProbe.initialDelaySeconds) + ' s; a startup probe would end the wait as soon as the container is up'\u{1f}A fixed delay is too short on a slow day, when it restarts a container that was still starting, and too long on all others, when nobody watches a container that hangs.\u{1f}Add a startupProbe whose periodSeconds × failureThreshold covers the slowest start, and drop the liveness probe's initialDelaySeconds.\u{1f}documents 0 and 1\u{1e}https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/\u{1f}\u{1f}&.9;container2;$0;H9;container8;$0;\u{1e}c11;operator >=0;1;2;.5;probe12;.9;container8;$0;$1;\u{1e}H9;container10;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;s25;the liveness probe waits c6;string0;1;1;.5;probe12;.9;container8;$0;s69; s; a startup probe would end the wait as soon as the container is up\u{1c}\
    stop-grace-period-covers-shutdown\u{1f}process\u{1f}Compose waits for the server's graceful shutdown\u{1f}error\u{1f}self.server.gracefulTimeoutIsDefault ? 'warning' : 'error'\u{1f}checklist\u{1e}zero-downtime\u{1f}\u{1f}\u{1f}has(self.composeService) && self.isLongRunning && has(self.server) && has(self.server.gracefulTimeoutSeconds)\u{1f}self.composeService.stopGraceSeconds >= self.server.gracefulTimeoutSeconds\u{1f}\"composeService.stopGraceSeconds\u{1f}server.gracefulTimeoutSeconds\u{1d}=self.server.name + ' waits ' + string(self.server.gracefulTimeoutSeconds) + ' s for open requests' + (self.server.gracefulTimeoutIsDefault ? ' unless told otherwise' : '')\u{1f}=self.server.name + ' waits up to ' + string(self.server.gracefulTimeoutSeconds) + ' s for open ' + (self.server.isQueueWorker ? 'jobs' : 'requests') + ', but SIGKILL comes after ' + string(self.composeService.stopGraceSeconds) + ' s' + (self.composeService.setsStopGrace ? '' : ', the default of Compose')\u{1f}Compose and Swarm send SIGKILL when stop_grace_period is over. What the server is still answering then is cut off, with each deployment.\u{1f}Set the service's stop_grace_period above the server's graceful timeout, with some seconds to spare, or lower the timeout.\u{1f}documents 0 and 1\u{1e}https://github.com/compose-spec/compose-spec/blob/main/05-services.md#stop_grace_period\u{1f}\u{1f}&&&H7;process30;$0;.7;process2;$0;H7;process8;$0;H6;server1;.7;process8;$0;\u{1e}c11;operator >=0;1;2;.14;composeService1;.7;process30;$0;.6;server1;.7;process8;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;server0;.7;process8;$0;s7; waits c6;string0;1;1;.6;server1;.7;process8;$0;s20; s for open requests:.6;server4;.7;process8;$0;s22; unless told otherwises0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;server0;.7;process8;$0;s13; waits up to c6;string0;1;1;.6;server1;.7;process8;$0;s12; s for open :.6;server28;.7;process8;$0;s4;jobss8;requestss26;, but SIGKILL comes after c6;string0;1;1;.14;composeService1;.7;process30;$0;s2; s:.14;composeService2;.7;process30;$0;s0;s24;, the default of Compose\u{1e}:.6;server4;.7;process8;$0;s7;warnings5;error\u{1c}\
    stop-signal-is-graceful\u{1f}process\u{1f}The stop signal is one at which the server finishes its requests\u{1f}warning\u{1f}\u{1f}checklist\u{1e}server\u{1e}zero-downtime\u{1f}\u{1f}\u{1f}self.isLongRunning && has(self.server) && size(self.server.gracefulSignals) > 0 && has(self.stopSignal)\u{1e}self.signals == 'delivered' && !self.rewritesSignals\u{1f}self.stopSignal in self.server.gracefulSignals\u{1f}\"stopSignal\u{1f}server.name\u{1d}=self.server.name + ' finishes its ' + (self.server.isQueueWorker ? 'jobs' : 'requests') + ' at SIG' + self.server.gracefulSignals.join(', SIG')\u{1f}=self.server.name + ' is told to stop by SIG' + self.stopSignal + ', at which it does not finish its ' + (self.server.isQueueWorker ? 'jobs' : 'requests') + '; it does so at SIG' + self.server.gracefulSignals.join(' and SIG')\u{1f}The container runtime sends the image's STOPSIGNAL, SIGTERM where there is none, and an image inherits it from its base. A server that takes another signal for the graceful one drops its requests in every rollout.\u{1f}Write STOPSIGNAL into the Dockerfile: SIGQUIT for nginx and php-fpm, SIGTERM for gunicorn, SIGWINCH for Apache.\u{1f}Kubernetes and the servers' own documentation\u{1e}https://docs.docker.com/reference/dockerfile/#stopsignal\u{1e}https://nginx.org/en/docs/control.html\u{1f}\u{1f}&&&.7;process2;$0;H7;process8;$0;c10;operator >0;1;2;c4;size0;1;1;.6;server5;.7;process8;$0;i0;H7;process11;$0;\u{1e}&c11;operator ==0;1;2;.7;process3;$0;s9;deliveredc11;operator !_0;1;1;.7;process12;$0;\u{1e}c11;operator in0;1;2;.7;process11;$0;.6;server5;.7;process8;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;server0;.7;process8;$0;s14; finishes its :.6;server28;.7;process8;$0;s4;jobss8;requestss7; at SIGc4;join1;1;2;.6;server5;.7;process8;$0;s5;, SIG\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;server0;.7;process8;$0;s23; is told to stop by SIG.7;process11;$0;s34;, at which it does not finish its :.6;server28;.7;process8;$0;s4;jobss8;requestss19;; it does so at SIGc4;join1;1;2;.6;server5;.7;process8;$0;s8; and SIG\u{1c}\
    tls-at-ingress\u{1f}process\u{1f}TLS ends at the Ingress\u{1f}info\u{1f}\u{1f}checklist\u{1e}server\u{1f}\u{1f}\u{1f}has(self.container) && has(self.server) && self.container.traffic == 'service' && self.container.workload.isBehindIngress\u{1e}!self.container.workload.ingressSpeaksTLS\u{1f}!has(self.server.tlsKeyFile)\u{1f}\"server.tlsKeyFile\u{1f}\u{1f}=self.server.name + ' ends TLS itself with ' + self.server.tlsKeyFile + ', behind an Ingress that speaks plain HTTP to it'\u{1f}The Ingress speaks HTTP to a port that wants TLS, and each request fails; or nobody uses the certificate, which somebody must renew all the same.\u{1f}Let the Ingress end TLS and the server speak HTTP, or tell the Ingress to speak HTTPS to it (`nginx.ingress.kubernetes.io/backend-protocol: HTTPS`).\u{1f}documents 0 and 1\u{1e}https://kubernetes.io/docs/concepts/services-networking/ingress/#tls\u{1f}\u{1f}&&&H7;process29;$0;H7;process8;$0;c11;operator ==0;1;2;.9;container3;.7;process29;$0;s7;service.8;workload17;.9;container30;.7;process29;$0;\u{1e}c11;operator !_0;1;1;.8;workload21;.9;container30;.7;process29;$0;\u{1e}c11;operator !_0;1;1;H6;server27;.7;process8;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;server0;.7;process8;$0;s22; ends TLS itself with .6;server27;.7;process8;$0;s48;, behind an Ingress that speaks plain HTTP to it\u{1c}\
    tls-versions\u{1f}tlsSetting\u{1f}Proxies speak no TLS older than 1.2\u{1f}warning\u{1f}\u{1f}checklist\u{1e}security\u{1f}\u{1f}\u{1f}\u{1f}self.oldVersions.size() == 0\u{1f}\"oldVersions\u{1f}\u{1f}=self.name + ' allows ' + self.oldVersions.join(', ') + ', which are broken and deprecated'\u{1f}TLS 1.0 and 1.1 rest on SHA-1 and on ciphers that are broken; browsers refuse them, and attackers are the only ones who ask for them.\u{1f}Allow TLSv1.2 and TLSv1.3 alone.\u{1f}document 2\u{1e}https://www.rfc-editor.org/rfc/rfc8996\u{1e}https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_protocols\u{1f}\u{1f}c11;operator ==0;1;2;c4;size1;1;1;.10;tlsSetting1;$0;i0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.10;tlsSetting0;$0;s8; allows c4;join1;1;2;.10;tlsSetting1;$0;s2;, s33;, which are broken and deprecated\u{1c}\
    tracing-endpoint-set\u{1f}process\u{1f}Traces are sent somewhere\u{1f}info\u{1f}\u{1f}checklist\u{1e}observability\u{1f}\u{1f}\u{1f}has(self.container) && self.isLongRunning && has(self.tracingSDK)\u{1f}self.tracingIsConfigured\u{1f}\"\u{1f}tracingSDK\u{1d}\"the dependency\u{1f}=self.tracingSDK + ' is a dependency, but nothing says where traces go: OTEL_EXPORTER_OTLP_ENDPOINT is not set'\u{1f}Without an endpoint the exporter sends to localhost:4317, where nothing listens in a pod: traces are lost, and each batch waits for its timeout.\u{1f}Set OTEL_EXPORTER_OTLP_ENDPOINT to the collector, and OTEL_SERVICE_NAME; or let an operator inject them.\u{1f}documents 0, 1, 2 and 4\u{1e}https://opentelemetry.io/docs/languages/sdk-configuration/otlp-exporter/\u{1e}https://www.npmjs.com/package/@opentelemetry/exporter-trace-otlp-http\u{1e}https://pkg.go.dev/go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc\u{1f}\u{1f}&&H7;process29;$0;.7;process2;$0;H7;process21;$0;\u{1e}.7;process22;$0;\u{1e}c10;operator +0;1;2;.7;process21;$0;s90; is a dependency, but nothing says where traces go: OTEL_EXPORTER_OTLP_ENDPOINT is not set\u{1c}\
    trusted-proxies\u{1f}process\u{1f}The server believes the forwarded headers of its proxies and of nobody else\u{1f}warning\u{1f}has(self.server.forwardedAllowIPs) && self.server.forwardedAllowIPs == '*' && (has(self.container) && self.container.workload.exposure in ['cluster', 'ingress'] || has(self.composeService) && self.composeService.isAlone && !self.composeService.publishesPorts) ? 'info' : 'warning'\u{1f}checklist\u{1e}server\u{1e}security\u{1f}\u{1f}readsHeaders\u{1d}self.server.name == 'uvicorn' || self.server.name == 'fastapi' || self.server.name == 'gunicorn' && self.server.workerClass.contains('uvicorn')\u{1e}believesEverybody\u{1d}self.server.forwardedAllowIPs == '*'\u{1f}self.isLongRunning && has(self.server) && has(self.server.forwardedAllowIPs)\u{1e}variables.believesEverybody || variables.readsHeaders && has(self.container) && self.container.workload.exposure == 'ingress' && self.container.traffic == 'service' && self.container.isAlone && !self.handlesForwardedHeaders\u{1f}!variables.believesEverybody && self.server.forwardedAllowIPs.split(',').exists(peer, !(peer.trim() in ['', '127.0.0.1', '::1', 'localhost']))\u{1f}\"server.forwardedAllowIPs\u{1f}\u{1f}=variables.believesEverybody ? self.server.name + ' believes the X-Forwarded- headers of everybody who reaches it' : self.server.name + ' is behind ' + (has(self.container.workload.entrance) ? 'an ' + self.container.workload.entrance : 'a gateway') + ' but believes only X-Forwarded- headers from its own host: it takes the proxy for the client and https for http'\u{1f}Whoever is believed chooses the client's address that is logged, limited and checked; who believes nobody sees the proxy in place of every client, and builds links with http. The documents disagree: 0 and 1 start uvicorn with `*`, which is sound only where nothing but the proxy reaches the pod.\u{1f}Set `--forwarded-allow-ips` or FORWARDED_ALLOW_IPS to the network of the ingress controller's pods (uvicorn takes networks from 0.31 on); `*` only behind a ClusterIP Service, with a NetworkPolicy that admits the controller alone.\u{1f}documents 0, 1 and 3\u{1e}https://www.uvicorn.org/deployment/#running-behind-nginx\u{1f}\u{1f}||c11;operator ==0;1;2;.6;server0;.7;process8;$0;s7;uvicornc11;operator ==0;1;2;.6;server0;.7;process8;$0;s7;fastapi&c11;operator ==0;1;2;.6;server0;.7;process8;$0;s8;gunicornc8;contains1;1;2;.6;server13;.7;process8;$0;s7;uvicorn\u{1e}c11;operator ==0;1;2;.6;server22;.7;process8;$0;s1;*\u{1e}&&.7;process2;$0;H7;process8;$0;H6;server22;.7;process8;$0;\u{1e}|$2;&&&&&$1;H7;process29;$0;c11;operator ==0;1;2;.8;workload19;.9;container30;.7;process29;$0;s7;ingressc11;operator ==0;1;2;.9;container3;.7;process29;$0;s7;service.9;container4;.7;process29;$0;c11;operator !_0;1;1;.7;process16;$0;\u{1e}&c11;operator !_0;1;1;$2;r1;3;-1;1;0;c5;split1;1;2;.6;server22;.7;process8;$0;s1;,c11;operator !_0;1;1;c11;operator in0;1;2;c4;trim1;1;1;$3;l4;0;s0;0;s9;127.0.0.10;s3;::10;s9;localhost\u{1e}:$2;c10;operator +0;1;2;.6;server0;.7;process8;$0;s62; believes the X-Forwarded- headers of everybody who reaches itc10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;server0;.7;process8;$0;s11; is behind :H8;workload18;.9;container30;.7;process29;$0;c10;operator +0;1;2;s3;an .8;workload18;.9;container30;.7;process29;$0;s9;a gateways111; but believes only X-Forwarded- headers from its own host: it takes the proxy for the client and https for http\u{1e}:&&H6;server22;.7;process8;$0;c11;operator ==0;1;2;.6;server22;.7;process8;$0;s1;*|&H7;process29;$0;c11;operator in0;1;2;.8;workload19;.9;container30;.7;process29;$0;l2;0;s7;cluster0;s7;ingress&&H7;process30;$0;.14;composeService4;.7;process30;$0;c11;operator !_0;1;1;.14;composeService5;.7;process30;$0;s4;infos7;warning\u{1c}\
    worker-heartbeat-in-memory\u{1f}process\u{1f}gunicorn keeps its heartbeat files in memory\u{1f}warning\u{1f}\u{1f}checklist\u{1e}server\u{1f}\u{1f}\u{1f}self.isLongRunning && has(self.server) && has(self.heartbeatsInMemory)\u{1f}self.heartbeatsInMemory\u{1f}\"heartbeatsInMemory\u{1f}\u{1f}='gunicorn keeps its heartbeat files in ' + (has(self.server.workerTmpDirectory) ? self.server.workerTmpDirectory : '/tmp') + ', on the container\\'s disk'\u{1f}Each worker touches a file so that the main process sees it alive. On a busy disk that call blocks, the main process takes the worker for dead and kills it with its requests.\u{1f}`--worker-tmp-dir /dev/shm`, or `worker_tmp_dir = \"/dev/shm\"` in gunicorn.conf.py.\u{1f}document 2\u{1e}https://docs.gunicorn.org/en/stable/faq.html#how-do-i-avoid-gunicorn-excessively-blocking-in-os-fchmod\u{1f}\u{1f}&&.7;process2;$0;H7;process8;$0;H7;process15;$0;\u{1e}.7;process15;$0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;s38;gunicorn keeps its heartbeat files in :H6;server26;.7;process8;$0;.6;server26;.7;process8;$0;s4;/tmps25;, on the container's disk\u{1c}\
    worker-recycling-jitter\u{1f}process\u{1f}Workers that are replaced after some requests are not all replaced at once\u{1f}info\u{1f}\u{1f}checklist\u{1e}server\u{1f}\u{1f}\u{1f}self.isLongRunning && has(self.server) && has(self.server.maxRequests) && has(self.server.maxRequestsJitter)\u{1f}self.server.maxRequestsJitter > 0\u{1f}\"server.maxRequests\u{1f}\u{1f}=self.server.name + ' replaces every worker after ' + string(self.server.maxRequests) + ' requests, without jitter'\u{1f}Load is spread evenly, so workers and pods that started together come to their last request together, and for a moment nobody answers.\u{1f}Set the jitter to a tenth of the number of requests or more: `--max-requests-jitter`, for uvicorn `--limit-max-requests-jitter` (0.54).\u{1f}document 4\u{1e}https://docs.gunicorn.org/en/stable/settings.html#max-requests-jitter\u{1f}\u{1f}&&&.7;process2;$0;H7;process8;$0;H6;server17;.7;process8;$0;H6;server18;.7;process8;$0;\u{1e}c10;operator >0;1;2;.6;server18;.7;process8;$0;i0;\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;server0;.7;process8;$0;s29; replaces every worker after c6;string0;1;1;.6;server17;.7;process8;$0;s25; requests, without jitter\u{1c}\
    workers-fit-cpu-limit\u{1f}process\u{1f}There are no more workers than the container's CPU can run\u{1f}warning\u{1f}!self.server.workersCountCores && (!has(self.container.cpuLimit) || self.server.workers <= 2 * variables.cores + 1) ? 'info' : 'warning'\u{1f}checklist\u{1e}server\u{1e}resources\u{1f}\u{1f}cpu\u{1d}!has(self.container) ? 0.0 : has(self.container.cpuLimit) ? self.container.cpuLimit : has(self.container.cpuRequest) ? self.container.cpuRequest : 0.0\u{1e}cores\u{1d}int(variables.cpu + 0.999)\u{1f}has(self.container) && self.isLongRunning && has(self.server) && self.server.isPython && !self.server.isQueueWorker\u{1e}variables.cpu > 0.0\u{1f}self.server.workersCountCores ? !has(self.container.cpuLimit) : self.server.workers <= (has(self.container.cpuLimit) ? variables.cores : 2 * variables.cores + 1)\u{1f}\"server.workers\u{1f}container.cpuLimit\u{1d}\"the limit\u{1e}container.cpuRequest\u{1d}=has(self.container.cpuLimit) ? '' : 'the request'\u{1f}=self.server.workersCountCores ? self.server.name + ' starts as many workers as the node has processors, but the container may use ' + string(variables.cpu) : self.server.name + ' starts ' + string(self.server.workers) + ' workers on ' + string(variables.cpu) + ' CPU' + (has(self.container.cpuLimit) ? '' : ', as much as is requested')\u{1f}Workers above what the CPU limit can run take the processor from one another, are throttled together, and each holds the application's memory. `cpu_count()` counts the node's processors whatever the limit is: dozens of workers on a large node. The documents disagree on the number (0 and 1 one, 2 to 4 twice the processors and one); only above the larger one this is a warning.\u{1f}Set the number of workers, or WEB_CONCURRENCY, to the CPU limit, or raise the limit.\u{1f}documents 2, 3 and 4\u{1e}https://docs.gunicorn.org/en/stable/design.html#how-many-workers\u{1f}\u{1f}:c11;operator !_0;1;1;H7;process29;$0;d0;:H9;container17;.7;process29;$0;.9;container17;.7;process29;$0;:H9;container18;.7;process29;$0;.9;container18;.7;process29;$0;d0;\u{1e}c3;int0;1;1;c10;operator +0;1;2;$1;d4607173411600762667;\u{1e}&&&&H7;process29;$0;.7;process2;$0;H7;process8;$0;.6;server29;.7;process8;$0;c11;operator !_0;1;1;.6;server28;.7;process8;$0;\u{1e}c10;operator >0;1;2;$1;d0;\u{1e}:.6;server8;.7;process8;$0;c11;operator !_0;1;1;H9;container17;.7;process29;$0;c11;operator <=0;1;2;.6;server7;.7;process8;$0;:H9;container17;.7;process29;$0;$2;c10;operator +0;1;2;c10;operator *0;1;2;i2;$2;i1;\u{1e}:H9;container17;.7;process29;$0;s0;s11;the request\u{1e}:.6;server8;.7;process8;$0;c10;operator +0;1;2;c10;operator +0;1;2;.6;server0;.7;process8;$0;s78; starts as many workers as the node has processors, but the container may use c6;string0;1;1;$1;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;.6;server0;.7;process8;$0;s8; starts c6;string0;1;1;.6;server7;.7;process8;$0;s12; workers on c6;string0;1;1;$1;s4; CPU:H9;container17;.7;process29;$0;s0;s25;, as much as is requested\u{1e}:&c11;operator !_0;1;1;.6;server8;.7;process8;$0;|c11;operator !_0;1;1;H9;container17;.7;process29;$0;c11;operator <=0;1;2;.6;server7;.7;process8;$0;c10;operator +0;1;2;c10;operator *0;1;2;i2;$2;i1;s4;infos7;warning\u{1c}\
    writable-tmp\u{1f}container\u{1f}A read-only container has a place for temporary files\u{1f}warning\u{1f}has(self.process) && has(self.process.server) && self.process.server.isPython ? 'warning' : 'info'\u{1f}checklist\u{1e}resources\u{1f}\u{1f}\u{1f}!self.pod.isWindows && self.readOnlyRootFilesystem && self.isLongRunning\u{1f}self.writablePaths.exists(p, p == '/tmp' || p == '/')\u{1f}\"readOnlyRootFilesystem\u{1f}\u{1f}='container \\'' + self.?name.orValue('?') + '\\' '+ 'cannot write to /tmp: its root file system is read-only and nothing is mounted there'\u{1f}Python's tempfile, gunicorn's workers and uploads need a place to write; without one the program fails at the first request that needs it, or does not start.\n\
    Whether other programs do is not known, so for them this is advice.\u{1f}Mount an emptyDir at /tmp.\u{1f}document 4\u{1e}https://kubernetes.io/docs/concepts/storage/volumes/#emptydir\u{1f}\u{1f}&&c11;operator !_0;1;1;.3;pod3;.9;container29;$0;.9;container23;$0;.9;container2;$0;\u{1e}r1;1;-1;1;0;.9;container27;$0;|c11;operator ==0;1;2;$1;s4;/tmpc11;operator ==0;1;2;$1;s1;/\u{1e}c10;operator +0;1;2;c10;operator +0;1;2;c10;operator +0;1;2;s11;container 'c7;orValue1;1;2;?4;name$0;s1;?s2;' s84;cannot write to /tmp: its root file system is read-only and nothing is mounted there\u{1e}:&&H9;container32;$0;H7;process8;.9;container32;$0;.6;server29;.7;process8;.9;container32;$0;s7;warnings4;info
    """

  package static let examples: StaticString = """
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}api/main.py\u{1d}import uvicorn\n\
    \n\
    uvicorn.run(\"shop:app\", host=\"0.0.0.0\", access_log=True)\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}api/main.py\u{1d}import uvicorn\n\
    \n\
    uvicorn.run(\"shop:app\", host=\"0.0.0.0\", access_log=↓False)\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"-k\", \"uvicorn_worker.UvicornWorker\", \"shop.asgi:application\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"shop.wsgi:application\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"↓gunicorn\", \"shop.asgi:application\"]\n\
    \u{1d}\u{1e}fail\u{1d}api/pod.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}pass\u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        image: registry.example.com/api:1.4\n\
        command: gunicorn shop.asgi:application -k uvicorn_worker.UvicornWorker\n\
    \u{1d}\u{1e}fail\u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        image: registry.example.com/api:1.4\n\
        command: gunicorn shop.asgi:application --worker-class ↓gthread\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}\n\
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
    ---\n\
    apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n\
      minReplicas: 2\n\
      maxReplicas: 6\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: worker}\n\
    spec:\n\
      selector: {matchLabels: {app: worker}}\n\
      template:\n\
        metadata: {labels: {app: worker}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/worker:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    ---\n\
    apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}\n\
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
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}\n\
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
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    ---\n\
    apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: other}\n\
      minReplicas: 2\n\
      maxReplicas: 6\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
              resources: {requests: {cpu: 250m}}\n\
    ---\n\
    apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n\
      minReplicas: 2\n\
      maxReplicas: 6\n\
      metrics:\n\
        - type: Resource\n\
          resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    ---\n\
    apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n\
      minReplicas: 2\n\
      maxReplicas: 6\n\
      metrics:\n\
        - type: Resource\n\
          resource: {name: cpu, target: {type: AverageValue, averageValue: 250m}}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    ---\n\
    apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n\
      minReplicas: 2\n\
      maxReplicas: 6\n\
      metrics:\n\
        - type: Resource\n\
          resource: {name: ↓cpu, target: {type: Utilization, averageUtilization: 70}}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
              resources: {requests: {cpu: 250m}}\n\
            - {name: proxy, image: \"registry.example.com/proxy:1\"}\n\
    ---\n\
    apiVersion: keda.sh/v1alpha1\n\
    kind: ScaledObject\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {name: api}\n\
      minReplicaCount: 2\n\
      triggers:\n\
        - type: ↓cpu\n\
          metricType: Utilization\n\
          metadata: {value: \"60\"}\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    ---\n\
    apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n\
      minReplicas: 2\n\
      maxReplicas: 6\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 3\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: ↓3\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    ---\n\
    apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n\
      minReplicas: 2\n\
      maxReplicas: 6\n\
    \u{1d}\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    ---\n\
    apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n\
      minReplicas: 2\n\
      maxReplicas: 6\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: StatefulSet\n\
    metadata: {name: api}\n\
    spec:\n\
      serviceName: api\n\
      replicas: ↓2\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    ---\n\
    apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: api}\n\
      minReplicas: 2\n\
      maxReplicas: 6\n\
    \u{1d}\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: StatefulSet\n\
    metadata: {name: api}\n\
    spec:\n\
      serviceName: api\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    ---\n\
    apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: api}\n\
      minReplicas: 2\n\
      maxReplicas: 6\n\
    \u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n\
      minReplicas: 2\n\
      maxReplicas: 6\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n\
      minReplicas: ↓1\n\
      maxReplicas: 6\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: ↓api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n\
      maxReplicas: 6\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n\
      minReplicas: ↓9\n\
      maxReplicas: 6\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n\
      minReplicas: ↓4\n\
      maxReplicas: 4\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    ---\n\
    apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n\
      minReplicas: 2\n\
      maxReplicas: 6\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n\
      minReplicas: 2\n\
      maxReplicas: 6\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    ---\n\
    apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ↓web}\n\
      minReplicas: 2\n\
      maxReplicas: 6\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    ---\n\
    apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: extensions/v1beta1, kind: Deployment, name: ↓api}\n\
      minReplicas: 2\n\
      maxReplicas: 6\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    ---\n\
    apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: ↓api}\n\
      minReplicas: 2\n\
      maxReplicas: 6\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENV PORT=8080\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\", command: [uvicorn, \"main:app\"]}\n\
        - {name: proxy, image: \"registry.example.com/proxy:1.4\"}\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"↓uvicorn\", \"main:app\", \"--port\", \"8000\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"-b\", \"↓127.0.0.1:8000\", \"main:app\"]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [hypercorn, \"--bind=↓localhost:8000\", \"main:app\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"-m\", \"shop\"]\n\
    \u{1d}shop/__main__.py\u{1d}import os\n\
    import uvicorn\n\
    \n\
    uvicorn.run(\"shop.main:app\", host=os.getenv(\"HOST\", \"0.0.0.0\"))\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    ENV UVICORN_HOST=0.0.0.0\n\
    CMD [\"shop-api\"]\n\
    \u{1d}pyproject.toml\u{1d}[project.scripts]\n\
    shop-api = \"shop.main:serve\"\n\
    \u{1d}src/shop/main.py\u{1d}import uvicorn\n\
    \n\
    def serve():\n\
        ↓uvicorn.run(\"shop.main:app\", port=8000)\n\
    \u{1d}\u{1e}pass\u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        image: registry.example.com/api:1.4\n\
        command: [uvicorn, \"main:app\"]\n\
      proxy:\n\
        image: registry.example.com/proxy:1.4\n\
        network_mode: \"service:api\"\n\
    \u{1d}\u{1e}fail\u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        image: registry.example.com/api:1.4\n\
        command: [uvicorn, \"main:app\"]\n\
        environment:\n\
          - UVICORN_HOST=↓127.0.0.1\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: policy/v1\n\
    kind: PodDisruptionBudget\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      maxUnavailable: 1\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: policy/v1\n\
    kind: PodDisruptionBudget\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      maxUnavailable: ↓0\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: policy/v1\n\
    kind: PodDisruptionBudget\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      minAvailable: ↓\"100%\"\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\"]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: gateway.networking.k8s.io/v1\n\
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
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}api/main.py\u{1d}import uvicorn\n\
    \n\
    uvicorn.run(\"shop:app\", host=\"0.0.0.0\", limit_concurrency=200)\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, type: LoadBalancer, ports: [{port: 80}]}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api, labels: {app: api}}\n\
    spec:\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\"}\n\
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}api/main.py\u{1d}import uvicorn\n\
    \n\
    ↓uvicorn.run(\"shop:app\", host=\"0.0.0.0\", port=8000)\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, type: LoadBalancer, ports: [{port: 80}]}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api, labels: {app: api}}\n\
    spec:\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\"}\n\
    \u{1d}\u{1c}\
    pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY . /app\n\
    EXPOSE 8000\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\", \"--port\", \"8000\"]\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          ports: [{containerPort: 8000}]\n\
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY . /app\n\
    EXPOSE 8000\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\", \"--port\", \"8000\"]\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY . /app\n\
    EXPOSE 8000\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\", \"--port\", \"8000\"]\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          ↓ports: [{containerPort: 8080}]\n\
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY . /app\n\
    EXPOSE 9000\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\", \"--port\", \"8000\"]\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\", --port, \"5000\"]\n\
          ↓ports:\n\
            - containerPort: 8000\n\
            - containerPort: 9090\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM golang:1.24 AS build\n\
    FROM alpine:3.22\n\
    COPY --from=build /app /app\n\
    COPY --from=0 /etc/app.conf /etc/\n\
    COPY --from=nginx /etc/nginx/nginx.conf /etc/\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM alpine:3.22\n\
    COPY --from=assets /dist /dist\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM golang:1.24 AS builder\n\
    FROM alpine:3.22\n\
    COPY --from=↓buidler /app /app\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM ↓runtime AS app\n\
    FROM alpine:3.22 AS runtime\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM alpine:3.22 AS app\n\
    COPY --from=↓assets /dist /dist\n\
    FROM node:22 AS assets\n\
    FROM app\n\
    \u{1d}\u{1c}\
    pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}\n\
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
              resources: {requests: {cpu: 500m}, limits: {memory: 512Mi}}\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          resources: {limits: {cpu: 500m}}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}\n\
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
              resources:\n\
                limits: {cpu: ↓500m, memory: 512Mi}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\"]\n\
          resources:\n\
            limits: {cpu: ↓\"2\"}\n\
    \u{1d}\u{1c}\
    pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY requirements.txt .\n\
    RUN pip install -r requirements.txt\n\
    COPY . .\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY pyproject.toml uv.lock ./\n\
    RUN uv sync --locked --no-dev --no-install-project\n\
    COPY . .\n\
    RUN uv sync --locked --no-dev\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY ↓. .\n\
    RUN pip install -r requirements.txt\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM node:22 AS build\n\
    WORKDIR /app\n\
    ADD --chown=node ↓./ /app/\n\
    RUN npm ci\n\
    FROM nginx:1.29-alpine\n\
    COPY --from=build /app/dist /usr/share/nginx/html\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 3\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    ---\n\
    apiVersion: policy/v1\n\
    kind: PodDisruptionBudget\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      minAvailable: 2\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 1\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: ↓api}\n\
    spec:\n\
      replicas: 3\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 2\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    ---\n\
    apiVersion: policy/v1\n\
    kind: PodDisruptionBudget\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      minAvailable: ↓2\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 2\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    ---\n\
    apiVersion: policy/v1\n\
    kind: PodDisruptionBudget\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      minAvailable: ↓51%\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
              ports: [{name: http, containerPort: 8000}]\n\
    ---\n\
    apiVersion: policy/v1\n\
    kind: PodDisruptionBudget\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      maxUnavailable: 0\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY . .\n\
    \u{1d}.dockerignore\u{1d}.git\n\
    **/__pycache__\n\
    .env*\n\
    \u{1d}requirements.txt\u{1d}uvicorn\n\
    \u{1d}.gitignore\u{1d}.env\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM node:22-slim\n\
    COPY . .\n\
    \u{1d}Dockerfile.dockerignore\u{1d}*\n\
    !package*.json\n\
    !src\n\
    \u{1d}package.json\u{1d}{}\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY src/ /app/\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY ↓. .\n\
    \u{1d}\u{1d}.dockerignore\u{1d}.git\n\
    .env\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM node:22-slim AS build\n\
    COPY package.json .\n\
    COPY ↓./ /app/\n\
    \u{1d}.dockerignore\u{1d}.git\n\
    \u{1d}package.json\u{1d}{}\n\
    \u{1d}\u{1d}.dockerignore\u{1d}.git\n\
    node_modules\n\
    \u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: ↓api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext:\n\
            capabilities:\n\
              drop: [ALL]\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext:\n\
            capabilities:\n\
              drop: [ALL]\n\
              ↓add: [SYS_ADMIN]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext:\n\
            capabilities:\n\
              ↓drop: [NET_RAW]\n\
    \u{1d}\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext:\n\
            capabilities:\n\
              drop: [ALL]\n\
    \u{1c}\
    pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM node:22-slim\n\
    WORKDIR /app\n\
    COPY package.json package-lock.json ./\n\
    RUN npm ci --omit=dev\n\
    COPY . .\n\
    CMD [\"node\", \"server.js\"]\n\
    \u{1d}api/package.json\u{1d}{\"name\": \"api\", \"dependencies\": {\"@sentry/node\": \"^9.0.0\"}, \"devDependencies\": {}}\n\
    \u{1d}api/server.js\u{1d}const Sentry = require(\"@sentry/node\");\n\
    Sentry.init({ dsn: process.env.ERRORS_URL });\n\
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
              env: [{name: ERRORS_URL, value: \"https://key@errors.example.com/1\"}]\n\
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM node:22-slim\n\
    WORKDIR /app\n\
    COPY package.json package-lock.json ./\n\
    RUN npm ci --omit=dev\n\
    COPY . .\n\
    CMD [\"node\", \"server.js\"]\n\
    \u{1d}api/package.json\u{1d}{\"name\": \"api\", \"dependencies\": {}, \"devDependencies\": {\"@sentry/node\": \"^9.0.0\"}}\n\
    \u{1d}api/server.js\u{1d}serve();\n\
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
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM golang:1.25 AS build\n\
    WORKDIR /src\n\
    COPY go.mod go.sum ./\n\
    RUN go mod download\n\
    COPY . .\n\
    RUN CGO_ENABLED=0 go build -o /api .\n\
    FROM gcr.io/distroless/static:nonroot\n\
    COPY --from=build /api /api\n\
    CMD [\"/api\"]\n\
    \u{1d}api/go.mod\u{1d}module example.com/api\n\
    \n\
    require github.com/getsentry/sentry-go v0.31.1 // indirect\n\
    \u{1d}api/main.go\u{1d}package main\n\
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
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM golang:1.25 AS build\n\
    WORKDIR /src\n\
    COPY go.mod go.sum ./\n\
    RUN go mod download\n\
    COPY . .\n\
    RUN CGO_ENABLED=0 go build -o /api .\n\
    FROM gcr.io/distroless/static:nonroot\n\
    COPY --from=build /api /api\n\
    CMD [\"/api\"]\n\
    \u{1d}api/go.mod\u{1d}module example.com/api\n\
    \n\
    require github.com/getsentry/sentry-go v0.31.1\n\
    \u{1d}api/main.go\u{1d}package main\n\
    \n\
    func main() {\n\
    \u{9}sentry.Init(sentry.ClientOptions{Dsn: \"https://key@errors.example.com/1\"})\n\
    }\n\
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
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM node:22-slim\n\
    WORKDIR /app\n\
    COPY package.json package-lock.json ./\n\
    RUN npm ci --omit=dev\n\
    COPY . .\n\
    CMD [\"↓node\", \"server.js\"]\n\
    \u{1d}api/package.json\u{1d}{\"name\": \"api\", \"dependencies\": {\"@sentry/node\": \"^9.0.0\"}, \"devDependencies\": {}}\n\
    \u{1d}api/server.js\u{1d}const Sentry = require(\"@sentry/node\");\n\
    Sentry.init({ dsn: process.env.SENTRY_DSN, tracesSampleRate: 0.1 });\n\
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
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM golang:1.25 AS build\n\
    WORKDIR /src\n\
    COPY go.mod go.sum ./\n\
    RUN go mod download\n\
    COPY . .\n\
    RUN CGO_ENABLED=0 go build -o /api .\n\
    FROM gcr.io/distroless/static:nonroot\n\
    COPY --from=build /api /api\n\
    CMD [\"↓/api\"]\n\
    \u{1d}api/go.mod\u{1d}module example.com/api\n\
    \n\
    require (\n\
    \u{9}github.com/getsentry/sentry-go v0.31.1\n\
    \u{9}golang.org/x/sys v0.30.0 // indirect\n\
    )\n\
    \u{1d}api/main.go\u{1d}package main\n\
    \n\
    func main() {\n\
    \u{9}sentry.Init(sentry.ClientOptions{Dsn: os.Getenv(\"SENTRY_DSN\")})\n\
    }\n\
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
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM ruby:3.4-slim\n\
    WORKDIR /app\n\
    COPY Gemfile Gemfile.lock ./\n\
    RUN bundle install\n\
    COPY . .\n\
    CMD [\"↓puma\", \"-b\", \"tcp://0.0.0.0:9292\"]\n\
    \u{1d}api/Gemfile\u{1d}source 'https://rubygems.org'\n\
    gem 'puma'\n\
    gem 'sentry-ruby', '~> 5.22'\n\
    \u{1d}api/config.ru\u{1d}run Api\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD exec uvicorn main:app --host 0.0.0.0 --port ${PORT:-8000}\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENTRYPOINT [\"tini\", \"--\"]\n\
    CMD [\"sh\", \"-c\", \"alembic upgrade head && exec uvicorn main:app\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD ↓uvicorn main:app --host 0.0.0.0\n\
    \u{1d}\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD ↓['uvicorn', 'main:app']\n\
    \u{1d}\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENTRYPOINT [\"↓sh\", \"-c\", \"gunicorn app:app\"]\n\
    \u{1d}\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENTRYPOINT [\"sh\", \"-c\", \"exec gunicorn app:app\"]\n\
    \u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        build: .\n\
        command: sh -c \"alembic upgrade head && exec gunicorn main:app\"\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        build: .\n\
        command: ↓sh -c \"alembic upgrade head && gunicorn main:app\"\n\
    \u{1d}\u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        build: .\n\
        command: sh -c \"alembic upgrade head && exec gunicorn main:app\"\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD ↓WORKERS=2 URL=http://$HOST:80/ uvicorn main:app --port ${PORT:-8000}\n\
    \u{1d}\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD WORKERS=2 URL=http://$HOST:80/ exec uvicorn main:app --port ${PORT:-8000}\n\
    \u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    EXPOSE 8000 9090\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    EXPOSE 8000\n\
    CMD exec uvicorn main:app --port $PORT\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    EXPOSE ↓80\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\", \"--port\", \"8000\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    EXPOSE ↓8000\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}gunicorn.conf.py\u{1d}bind = \"0.0.0.0:8080\"\n\
    \u{1d}\u{1c}\
    pass\u{1d}nginx.conf\u{1d}http {\n\
      server {\n\
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n\
        location / { proxy_pass http://api:8000; }\n\
      }\n\
    }\n\
    \u{1d}\u{1e}pass\u{1d}nginx.conf\u{1d}http {\n\
      server {\n\
        location / {\n\
          include proxy_params;\n\
          proxy_pass http://api:8000;\n\
        }\n\
      }\n\
    }\n\
    \u{1d}\u{1e}pass\u{1d}nginx.conf\u{1d}http {\n\
      server { location /assets/ { proxy_pass https://assets.example.com; } }\n\
    }\n\
    \u{1d}\u{1e}fail\u{1d}nginx.conf\u{1d}http {\n\
      include /etc/nginx/mime.types;\n\
      server {\n\
        location / {\n\
          proxy_set_header Host $host;\n\
          ↓proxy_pass http://api:8000;\n\
        }\n\
      }\n\
    }\n\
    \u{1d}\u{1e}fail\u{1d}default.conf\u{1d}upstream app { server 10.0.0.7:8000; }\n\
    server {\n\
      listen 80;\n\
      location / { ↓proxy_pass http://app; }\n\
    }\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY pyproject.toml uv.lock ./\n\
    RUN uv sync --frozen --no-dev\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY pyproject.toml poetry.lock* ./\n\
    RUN pip install --upgrade pip && pip install poetry==2.1.1 && poetry install --only main\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM node:22-slim\n\
    COPY package*.json ./\n\
    RUN npm ci --omit=dev && npm install -g pm2@6\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY pyproject.toml uv.lock ./\n\
    RUN ↓uv sync --no-dev\n\
    \u{1d}\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY pyproject.toml uv.lock ./\n\
    RUN uv sync --locked --no-dev\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM node:22 AS build\n\
    COPY package*.json ./\n\
    RUN ↓npm install\n\
    FROM nginx:1.29-alpine\n\
    COPY --from=build /dist /usr/share/nginx/html\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    RUN pip install --no-cache-dir \"uvicorn==0.35.0\" ↓fastapi sqlalchemy\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY pyproject.toml ./\n\
    RUN ↓poetry install --only main\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      terminationGracePeriodSeconds: 5\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          lifecycle:\n\
            preStop: {exec: {command: [/drain.sh]}}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      terminationGracePeriodSeconds: 40\n\
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
    \u{1d}\u{1d}deploy/api.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/shop/api:1.4\n\
              lifecycle:\n\
                preStop: {sleep: {seconds: 5}}\n\
          terminationGracePeriodSeconds: 40\n\
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
    \u{1d}\u{1d}deploy/api.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          terminationGracePeriodSeconds: 65\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/shop/api:1.4\n\
    \u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}api/main.py\u{1d}import uvicorn\n\
    \n\
    uvicorn.run(\"shop:app\", host=\"0.0.0.0\", timeout_graceful_shutdown=20)\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      terminationGracePeriodSeconds: 30\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\"}\n\
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}api/main.py\u{1d}import uvicorn\n\
    \n\
    uvicorn.run(\"shop:app\", host=\"0.0.0.0\", timeout_graceful_shutdown=40)\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      terminationGracePeriodSeconds: ↓30\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\"}\n\
    \u{1d}\u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      terminationGracePeriodSeconds: 45\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1.4\"}\n\
    \u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"--timeout\", \"60\", \"--graceful-timeout\", \"60\", \"main:app\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"-k\", \"uvicorn.workers.UvicornWorker\", \"--timeout\", \"120\", \"main:app\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"--timeout\", \"60\", \"--graceful-timeout\", \"↓20\", \"main:app\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"↓gunicorn\", \"--timeout\", \"120\", \"main:app\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        build: .\n\
        command: gunicorn main:app --timeout 60 --graceful-timeout 60\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        build: .\n\
        command: gunicorn main:app --timeout 60 --graceful-timeout ↓20\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"--timeout-graceful-shutdown\", \"20\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENV UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN=20\n\
    CMD [\"uvicorn\", \"main:app\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM debian:12\n\
    CMD [\"nginx\", \"-g\", \"daemon off;\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"↓uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"--timeout-graceful-shutdown\", \"20\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"↓celery\", \"-A\", \"shop\", \"worker\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uv\", \"run\", \"↓fastapi\", \"run\", \"main.py\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}main.py\u{1d}import uvicorn\n\
    \n\
    def main():\n\
        uvicorn.run(\"shop:app\", host=\"0.0.0.0\", timeout_graceful_shutdown=20)\n\
    \n\
    if __name__ == \"__main__\":\n\
        main()\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}main.py\u{1d}import asyncio\n\
    import uvicorn\n\
    \n\
    async def main():\n\
        config = ↓uvicorn.Config(\"shop:app\", host=\"0.0.0.0\", port=8000)\n\
        await uvicorn.Server(config).serve()\n\
    \n\
    asyncio.run(main())\n\
    \u{1d}\u{1e}pass\u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        image: registry.example.com/api:1.4\n\
        command: uvicorn main:app --timeout-graceful-shutdown ${GRACEFUL_TIMEOUT:-8}\n\
    \u{1d}\u{1e}fail\u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        image: registry.example.com/api:1.4\n\
        command: ↓uvicorn main:app --host 0.0.0.0\n\
    \u{1d}\u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        image: registry.example.com/api:1.4\n\
        command: uvicorn --timeout-graceful-shutdown 20 main:app --host 0.0.0.0\n\
    \u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ARG API\n\
    ENV API_URL=${API} HOST=0.0.0.0 VERSION=1.2.3.4 DOCS=https://docs.python.org/3 HEALTH=http://localhost:8000/health\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM node:22-slim\n\
    ENV NODE_ENV=production API_URL=↓http://api-internal:8000\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENV DB_HOST ↓db.shop.svc.cluster.local\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENV REDIS_URL=↓redis://10.2.0.14:6379/0\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    RUN apt-get update && apt-get install -y --no-install-recommends curl\n\
    EXPOSE 8000\n\
    HEALTHCHECK CMD curl -f http://localhost:8000/health || exit 1\n\
    CMD [\"uvicorn\", \"main:app\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM node:22-alpine\n\
    EXPOSE 3000\n\
    HEALTHCHECK CMD wget -qO- http://localhost:3000/health\n\
    CMD [\"node\", \"server.js\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENTRYPOINT [\"python\", \"-m\", \"report\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM ↓python:3.13-slim\n\
    EXPOSE 8000\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    EXPOSE 8000\n\
    HEALTHCHECK --interval=30s CMD ↓curl -f http://localhost:8000/health || exit 1\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM alpine:3.22\n\
    HEALTHCHECK CMD [\"↓curl\", \"-f\", \"http://localhost/\"]\n\
    CMD [\"/app\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    EXPOSE 8000\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        build: .\n\
        healthcheck:\n\
          test: [CMD, python, -c, \"import urllib.request as r; r.urlopen('http://localhost:8000/health')\"]\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      securityContext: {runAsUser: 10001, fsGroup: 10001}\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1\", volumeMounts: [{name: data, mountPath: /data}]}\n\
      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      initContainers:\n\
        - name: own\n\
          image: busybox:1.36\n\
          command: [chown, -R, \"10001\", /data]\n\
          volumeMounts: [{name: data, mountPath: /data}]\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1\n\
          securityContext: {runAsUser: 10001}\n\
          volumeMounts: [{name: data, mountPath: /data}, {name: texts, mountPath: /texts, readOnly: true}]\n\
      volumes:\n\
        - {name: data, persistentVolumeClaim: {claimName: data}}\n\
        - {name: texts, persistentVolumeClaim: {claimName: texts}}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      securityContext: {runAsUser: 10001}\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1\", volumeMounts: [{name: data, mountPath: ↓/data}]}\n\
      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]\n\
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM debian:12\n\
    USER 10001\n\
    \u{1d}set.yaml\u{1d}apiVersion: apps/v1\n\
    kind: StatefulSet\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      serviceName: api\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1\n\
              volumeMounts:\n\
                - name: data\n\
                  mountPath: ↓/var/lib/api\n\
      volumeClaimTemplates:\n\
        - metadata: {name: data}\n\
          spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
    kind: Ingress\n\
    metadata: {name: shop}\n\
    spec:\n\
      tls: [{hosts: [shop.example.com], secretName: shop-tls}]\n\
      rules:\n\
        - host: shop.example.com\n\
          http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
    kind: Ingress\n\
    metadata: {name: shop}\n\
    spec:\n\
      tls: [{hosts: [\"*.example.com\"], secretName: tls}]\n\
      rules:\n\
        - host: shop.example.com\n\
          http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
    kind: Ingress\n\
    metadata: {name: shop}\n\
    spec:\n\
      rules:\n\
        - host: ↓shop.example.com\n\
          http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
    kind: Ingress\n\
    metadata: {name: shop}\n\
    spec:\n\
      tls: [{hosts: [www.example.com], secretName: www-tls}]\n\
      rules:\n\
        - host: ↓shop.example.com\n\
          http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: gateway.networking.k8s.io/v1\n\
    kind: Gateway\n\
    metadata: {name: shop}\n\
    spec:\n\
      gatewayClassName: example\n\
      listeners:\n\
        - {name: web, port: 80, protocol: ↓HTTP, hostname: shop.example.com}\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY src/ pyproject.toml /app/\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM golang:1.24 AS build\n\
    COPY . .\n\
    FROM gcr.io/distroless/static\n\
    COPY --from=build /app /app\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY . /app\n\
    \u{1d}.dockerignore\u{1d}**\n\
    !src\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY ↓. .\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM node:22-slim AS base\n\
    WORKDIR /app\n\
    COPY package.json ↓./ /app/\n\
    FROM base\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          livenessProbe:\n\
            httpGet: {path: /actuator/health/liveness, port: 8080}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: batch/v1\n\
    kind: Job\n\
    metadata: {name: migrate}\n\
    spec:\n\
      template:\n\
        spec:\n\
          restartPolicy: Never\n\
          containers:\n\
            - name: migrate\n\
              image: registry.example.com/api:1.4\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: argoproj.io/v1alpha1\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"--access-logfile\", \"-\", \"--error-logfile\", \"-\", \"main:app\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    RUN ln -sf /dev/stdout /var/log/api/access.log\n\
    CMD [\"gunicorn\", \"--access-logfile\", \"/var/log/api/access.log\", \"main:app\"]\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [gunicorn, --access-logfile, /logs/access.log, \"main:app\"]\n\
          volumeMounts: [{name: logs, mountPath: /logs}]\n\
      volumes: [{name: logs, emptyDir: {}}]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"--access-logfile\", \"↓/var/log/api/access.log\", \"main:app\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENV LOG_FILE=↓/app/logs/api.log\n\
    CMD [\"uvicorn\", \"main:app\"]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\"]\n\
          volumeMounts: [{name: logs, mountPath: /app/logs}]\n\
      volumes: [{name: logs, hostPath: {path: ↓/var/log/api}}]\n\
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}pass\u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        image: registry.example.com/api:1.4\n\
        command: [gunicorn, --access-logfile, /logs/access.log, \"main:app\"]\n\
        volumes: [\"logs:/logs\"]\n\
    \u{1d}\u{1e}fail\u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        image: registry.example.com/api:1.4\n\
        command: [gunicorn, \"main:app\"]\n\
        environment:\n\
          LOG_FILE: ↓/app/logs/api.log\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\", --workers, \"4\"]\n\
          resources: {limits: {memory: 1Gi}}\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\"]\n\
          env: [{name: WEB_CONCURRENCY, valueFrom: {secretKeyRef: {name: api, key: workers}}}]\n\
          resources: {limits: {memory: 256Mi}}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\", --workers, \"8\"]\n\
          resources: {limits: {memory: ↓256Mi}}\n\
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: batch/v1\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: proxy}\n\
    spec:\n\
      containers:\n\
        - name: proxy\n\
          image: registry.example.com/proxy:1.4\n\
          resources:\n\
            limits: {memory: 32Mi}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          resources:\n\
            requests: {memory: 1Gi}\n\
            limits: {memory: ↓512Mi}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          resources:\n\
            requests: {memory: 128Mi}\n\
            limits: {memory: ↓512m}\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: monitoring.coreos.com/v1\n\
    kind: ServiceMonitor\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      endpoints: [{port: metrics}]\n\
    ---\n\
    apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api, labels: {app: api}}\n\
    spec: {selector: {app: api}, ports: [{name: metrics, port: 9100}]}\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: monitoring.coreos.com/v1\n\
    kind: ServiceMonitor\n\
    metadata: {name: dns, namespace: monitoring}\n\
    spec:\n\
      namespaceSelector: {matchNames: [kube-system]}\n\
      selector: {matchLabels: {k8s-app: kube-dns}}\n\
      endpoints: [{port: metrics}]\n\
    ---\n\
    apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api, namespace: shop, labels: {app: api}}\n\
    spec: {selector: {app: api}, ports: [{name: metrics, port: 9100}]}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: monitoring.coreos.com/v1\n\
    kind: ServiceMonitor\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      endpoints: [{port: ↓metrics}]\n\
    ---\n\
    apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api, labels: {app: api}}\n\
    spec: {selector: {app: api}, ports: [{name: http, port: 80}]}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: monitoring.coreos.com/v1\n\
    kind: ServiceMonitor\n\
    metadata: {name: api}\n\
    spec:\n\
      ↓selector: {matchLabels: {app: api}}\n\
      endpoints: [{port: http}]\n\
    ---\n\
    apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api, labels: {name: api}}\n\
    spec: {selector: {app: api}, ports: [{name: http, port: 80}]}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata:\n\
          labels: {app: api}\n\
          annotations:\n\
            prometheus.io/scrape: \"true\"\n\
            prometheus.io/port: ↓\"9100\"\n\
        spec:\n\
          containers: [{name: api, image: \"registry.example.com/api:1.4\", ports: [{containerPort: 8000}]}]\n\
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM node:22-slim\n\
    WORKDIR /app\n\
    COPY package.json package-lock.json ./\n\
    RUN npm ci --omit=dev\n\
    COPY . .\n\
    CMD [\"node\", \"server.js\"]\n\
    \u{1d}api/package.json\u{1d}{\"name\": \"api\", \"dependencies\": {\"prom-client\": \"^15.1.0\"}, \"devDependencies\": {}}\n\
    \u{1d}api/server.js\u{1d}const client = require(\"prom-client\");\n\
    app.get(\"/metrics\", async (req, res) => res.end(await client.register.metrics()));\n\
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
    \u{1d}\u{1e}pass\u{1d}worker.yaml\u{1d}apiVersion: monitoring.coreos.com/v1\n\
    kind: PodMonitor\n\
    metadata: {name: worker}\n\
    spec:\n\
      selector: {matchLabels: {app: worker}}\n\
      podMetricsEndpoints: [{port: metrics}]\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: worker}\n\
    spec:\n\
      selector: {matchLabels: {app: worker}}\n\
      template:\n\
        metadata: {labels: {app: worker}}\n\
        spec:\n\
          containers:\n\
            - {name: worker, image: \"registry.example.com/worker:2\", ports: [{name: metrics, containerPort: 9100}]}\n\
    \u{1d}api/Dockerfile\u{1d}FROM node:22-slim\n\
    WORKDIR /app\n\
    COPY package.json package-lock.json ./\n\
    RUN npm ci --omit=dev\n\
    COPY . .\n\
    CMD [\"node\", \"server.js\"]\n\
    \u{1d}api/package.json\u{1d}{\"name\": \"api\", \"dependencies\": {\"prom-client\": \"^15.1.0\"}, \"devDependencies\": {}}\n\
    \u{1d}api/server.js\u{1d}const client = require(\"prom-client\");\n\
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
    \u{1d}\u{1e}fail\u{1d}worker.yaml\u{1d}apiVersion: monitoring.coreos.com/v1\n\
    kind: PodMonitor\n\
    metadata: {name: worker}\n\
    spec:\n\
      selector: {matchLabels: {app: worker}}\n\
      podMetricsEndpoints: [{port: metrics}]\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: worker}\n\
    spec:\n\
      selector: {matchLabels: {app: worker}}\n\
      template:\n\
        metadata: {labels: {app: worker}}\n\
        spec:\n\
          containers:\n\
            - {name: worker, image: \"registry.example.com/worker:2\", ports: [{name: metrics, containerPort: 9100}]}\n\
    \u{1d}api/Dockerfile\u{1d}FROM node:22-slim\n\
    WORKDIR /app\n\
    COPY package.json package-lock.json ./\n\
    RUN npm ci --omit=dev\n\
    COPY . .\n\
    CMD [\"node\", \"server.js\"]\n\
    \u{1d}api/package.json\u{1d}{\"name\": \"api\", \"dependencies\": {\"prom-client\": \"^15.1.0\"}, \"devDependencies\": {}}\n\
    \u{1d}api/server.js\u{1d}const client = require(\"prom-client\");\n\
    app.get(\"/metrics\", async (req, res) => res.end(await client.register.metrics()));\n\
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
            - name: ↓api\n\
              image: registry.example.com/api:1.4\n\
    \u{1d}\u{1e}fail\u{1d}worker.yaml\u{1d}apiVersion: monitoring.coreos.com/v1\n\
    kind: PodMonitor\n\
    metadata: {name: worker}\n\
    spec:\n\
      selector: {matchLabels: {app: worker}}\n\
      podMetricsEndpoints: [{port: metrics}]\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: worker}\n\
    spec:\n\
      selector: {matchLabels: {app: worker}}\n\
      template:\n\
        metadata: {labels: {app: worker}}\n\
        spec:\n\
          containers:\n\
            - {name: worker, image: \"registry.example.com/worker:2\", ports: [{name: metrics, containerPort: 9100}]}\n\
    \u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY requirements.txt .\n\
    RUN pip install --no-cache-dir -r requirements.txt\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}api/requirements.txt\u{1d}fastapi==0.115.0\n\
    prometheus-fastapi-instrumentator==7.0.0\n\
    \u{1d}api/main.py\u{1d}from fastapi import FastAPI\n\
    from prometheus_fastapi_instrumentator import Instrumentator\n\
    \n\
    app = FastAPI()\n\
    Instrumentator().instrument(app).expose(app)\n\
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
            - name: ↓api\n\
              image: registry.example.com/api:1.4\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: batch/v1\n\
    kind: Job\n\
    metadata:\n\
      name: migrate\n\
      annotations: {argocd.argoproj.io/hook: PreSync, argocd.argoproj.io/hook-delete-policy: BeforeHookCreation}\n\
    spec:\n\
      backoffLimit: 0\n\
      template:\n\
        spec:\n\
          restartPolicy: Never\n\
          containers: [{name: migrate, image: \"registry.example.com/api:1.4\", command: [alembic, upgrade, head]}]\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: batch/v1\n\
    kind: Job\n\
    metadata: {name: report}\n\
    spec:\n\
      template:\n\
        spec:\n\
          containers: [{name: report, image: \"registry.example.com/api:1.4\", command: [python, manage.py, report]}]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: batch/v1\n\
    kind: Job\n\
    metadata: {name: ↓migrate}\n\
    spec:\n\
      template:\n\
        spec:\n\
          restartPolicy: Never\n\
          containers: [{name: migrate, image: \"registry.example.com/api:1.4\", command: [sh, -c, \"python manage.py migrate --noinput\"]}]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: batch/v1\n\
    kind: Job\n\
    metadata:\n\
      name: migrate\n\
      annotations: {helm.sh/hook: \"pre-install,pre-upgrade\"}\n\
    spec:\n\
      backoffLimit: 1\n\
      template:\n\
        spec:\n\
          restartPolicy: Never\n\
          containers:\n\
            - {name: migrate, image: ↓\"registry.example.com/api:1.3\", args: [bundle, exec, rails, \"db:migrate\"]}\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers: [{name: api, image: \"registry.example.com/api:1.4\"}]\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\"]\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: batch/v1\n\
    kind: Job\n\
    metadata: {name: migrate}\n\
    spec:\n\
      template:\n\
        spec:\n\
          restartPolicy: Never\n\
          containers:\n\
            - {name: migrate, image: \"registry.example.com/api:1.4\", command: [alembic, upgrade, head]}\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"sh\", \"-c\", \"python manage.py migrate --check && exec gunicorn shop.wsgi\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"sh\", \"-c\", \"↓alembic upgrade head && exec uvicorn main:app\"]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    ENTRYPOINT [\"./entrypoint.sh\"]\n\
    CMD [\"gunicorn\", \"shop.wsgi\"]\n\
    \u{1d}entrypoint.sh\u{1d}#!/bin/sh\n\
    set -e\n\
    python ↓manage.py migrate --noinput\n\
    exec \"$@\"\n\
    \u{1d}\u{1e}pass\u{1d}compose.prod.yaml\u{1d}services:\n\
      migrate:\n\
        image: registry.example.com/api:1.4\n\
        entrypoint: alembic upgrade head\n\
      api:\n\
        image: registry.example.com/api:1.4\n\
        entrypoint: gunicorn shop.wsgi\n\
        depends_on:\n\
          migrate: {condition: service_completed_successfully}\n\
    \u{1d}\u{1e}fail\u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        image: registry.example.com/api:1.4\n\
        entrypoint: sh -c \"↓alembic upgrade head && exec uvicorn main:app\"\n\
        deploy: {replicas: 3}\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      terminationGracePeriodSeconds: 30\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          livenessProbe: {httpGet: {path: /livez, port: 8000}}\n\
          x-own: 1\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          ↓livenesProbe: {httpGet: {path: /livez, port: 8000}}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      ↓terminationGracePeriod: 60\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      ↓readinessProbe: {tcpSocket: {port: 8000}}\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      ↓replica: 3\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
              resources: {↓limit: {memory: 1Gi}}\n\
              ↓terminationGracePeriodSeconds: 60\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13 AS build\n\
    RUN apt-get update && apt-get install -y build-essential\n\
    RUN pip install --target /packages -r requirements.txt\n\
    FROM python:3.13-slim\n\
    COPY --from=build /packages /packages\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-alpine\n\
    RUN apk add --no-cache --virtual .build gcc musl-dev && pip install uvloop && apk del .build\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    RUN pip install -r requirements.txt\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM debian:12-slim\n\
    RUN apt-get update && apt-get install -y gcc make\n\
    ENTRYPOINT [\"bash\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    RUN apt-get update \\\n\
      && apt-get install -y --no-install-recommends curl ↓gcc libpq-dev \\\n\
      && rm -rf /var/lib/apt/lists/*\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13\n\
    COPY requirements.txt .\n\
    RUN ↓pip install --no-cache-dir -r requirements.txt\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM golang:1.24\n\
    COPY . .\n\
    RUN ↓go mod download && go build -o /app\n\
    CMD [\"/app\"]\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}fail\u{1d}api/deployment.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}api/Dockerfile\u{1d}FROM debian:12\n\
    USER 10001\n\
    CMD [\"api\"]\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      securityContext: {runAsNonRoot: true}\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1\"}\n\
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM debian:12\n\
    USER app\n\
    CMD [\"api\"]\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      securityContext: {runAsNonRoot: true, runAsUser: 10001}\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1\"}\n\
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM debian:12\n\
    USER app\n\
    CMD [\"api\"]\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      securityContext: {runAsNonRoot: ↓true}\n\
      containers:\n\
        - {name: api, image: \"registry.example.com/api:1\"}\n\
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM debian:12\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}nginx.conf\u{1d}events {}\n\
    http {\n\
      limit_req_zone $binary_remote_addr zone=api:10m rate=10r/s;\n\
      server {\n\
        location / { limit_req zone=api; proxy_pass http://api:8000; }\n\
      }\n\
    }\n\
    \u{1d}\u{1e}pass\u{1d}docker/nginx-site.conf\u{1d}upstream api { server api:8000; }\n\
    server { listen 80; location / { proxy_pass http://api; } }\n\
    \u{1d}\u{1e}fail\u{1d}nginx.conf\u{1d}events {}\n\
    http {\n\
      server {\n\
        ↓limit_req_zone $binary_remote_addr zone=api:10m rate=10r/s;\n\
        location / { proxy_pass http://api:8000; }\n\
      }\n\
    }\n\
    \u{1d}\u{1e}fail\u{1d}conf/nginx.conf\u{1d}http {\n\
      ↓worker_processes auto;\n\
      server {\n\
        ↓upstream api { server api:8000; }\n\
      }\n\
    }\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: external-secrets.io/v1\n\
    kind: ExternalSecret\n\
    metadata: {name: api}\n\
    spec:\n\
      secretStoreRef: {name: vault, kind: ClusterSecretStore}\n\
      data: [{secretKey: password, remoteRef: {key: shop/api, property: password}}]\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Secret\n\
    metadata: {name: api}\n\
    stringData:\n\
      username: shop-api-7\n\
      password: ENC[AES256_GCM,data:9f8a7b6c,type:str]\n\
    sops:\n\
      version: 3.9.0\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Secret\n\
    metadata: {name: api}\n\
    data:\n\
      empty: \"\"\n\
      password: Y2hhbmdlbWU=\n\
    stringData:\n\
      token: ${API_TOKEN}\n\
      url: https://api.example.com\n\
      settings.yaml: |\n\
        level: info\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Secret\n\
    metadata: {name: api}\n\
    type: Opaque\n\
    data:\n\
      username: YXBw\n\
      ↓password: dks4ZnEyTHc5eA==\n\
      token: OWY4YTdiNmM1ZDRlM2YyMQ==\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Secret\n\
    metadata: {name: database}\n\
    stringData:\n\
      ↓DATABASE_URL: postgres://app:Zr4-m9Qx7T@db:5432/app\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Secret\n\
    metadata: {name: settings}\n\
    stringData:\n\
      ↓settings.yaml: |\n\
        database:\n\
          user: app\n\
          password: Zr4-m9Qx7T\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM node:22-slim\n\
    WORKDIR /app\n\
    COPY package*.json ./\n\
    RUN npm ci --omit=dev\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM node:22 AS build\n\
    WORKDIR /app\n\
    COPY . .\n\
    RUN npm ci && npm run build\n\
    FROM nginx:1.29-alpine\n\
    COPY --from=build /app/dist /usr/share/nginx/html\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY . .\n\
    RUN uv sync --locked\n\
    \u{1d}pyproject.toml\u{1d}[project]\n\
    name = \"shop\"\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM node:22-slim\n\
    COPY package*.json ./\n\
    RUN ↓npm ci\n\
    \u{1d}package.json\u{1d}{\"devDependencies\": {\"jest\": \"^30\"}}\n\
    \u{1d}\u{1d}Dockerfile\u{1d}FROM node:22-slim\n\
    COPY package*.json ./\n\
    RUN npm ci --omit=dev\n\
    \u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim AS build\n\
    WORKDIR /app\n\
    COPY . .\n\
    RUN ↓uv sync --locked --no-install-project\n\
    FROM python:3.13-slim\n\
    COPY --from=build /app /app\n\
    \u{1d}api/pyproject.toml\u{1d}[dependency-groups]\n\
    dev = [\"pytest\"]\n\
    \u{1d}\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim AS build\n\
    WORKDIR /app\n\
    COPY . .\n\
    RUN uv sync --no-dev --locked --no-install-project\n\
    FROM python:3.13-slim\n\
    COPY --from=build /app /app\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    RUN pip install -r requirements.txt && ↓pip install -r requirements-dev.txt\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"shop.wsgi\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"fastapi\", \"run\", \"main.py\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"↓flask\", \"run\", \"--host=0.0.0.0\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD exec ↓python manage.py runserver 0.0.0.0:8000\n\
    \u{1d}\u{1e}pass\u{1d}compose.yaml\u{1d}services:\n\
      web:\n\
        image: registry.example.com/web:1.4\n\
        command: flask run --host 0.0.0.0\n\
        restart: always\n\
    \u{1d}deploy.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: web}\n\
    spec:\n\
      containers:\n\
        - {name: web, image: \"registry.example.com/web:1.4\", command: [gunicorn, shop.wsgi]}\n\
    \u{1d}\u{1e}fail\u{1d}docker-compose.yml\u{1d}services:\n\
      web:\n\
        build: .\n\
        entrypoint: [↓python, manage.py, runserver, \"0.0.0.0:8000\"]\n\
        restart: unless-stopped\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      hostNetwork: false\n\
      volumes: [{name: tmp, emptyDir: {}}]\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      hostNetwork: ↓true\n\
      hostPID: true\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      volumes:\n\
        - name: docker\n\
          hostPath: {path: ↓/var/run/docker.sock}\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          ports: [{containerPort: 80, hostPort: ↓80}]\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13\n\
    FROM python:latest@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM scratch\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:↓latest\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM ↓localhost:5000/base AS build\n\
    FROM build\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENV PIP_NO_CACHE_DIR=1\n\
    RUN apt-get update && apt-get install -y libpq5 && rm -rf /var/lib/apt/lists/*\n\
    RUN pip install -r requirements.txt\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM node:22-alpine\n\
    RUN apk add --no-cache tini\n\
    RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13 AS build\n\
    RUN pip install --target /packages -r requirements.txt\n\
    FROM python:3.13-slim\n\
    COPY --from=build /packages /packages\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    RUN ↓pip install -r requirements.txt\n\
    \u{1d}\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    RUN pip install --no-cache-dir -r requirements.txt\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM debian:12-slim\n\
    RUN apt-get update \\\n\
      && ↓apt-get -y install curl \\\n\
      && apt-get clean\n\
    \u{1d}\u{1d}Dockerfile\u{1d}FROM debian:12-slim\n\
    RUN apt-get update \\\n\
      && apt-get -y install curl \\\n\
      && apt-get clean \\\n\
      && rm -rf /var/lib/apt/lists/*\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM alpine:3.22\n\
    RUN ↓apk add --update curl\n\
    \u{1d}\u{1d}Dockerfile\u{1d}FROM alpine:3.22\n\
    RUN apk add --no-cache --update curl\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM debian:12-slim\n\
    ONBUILD RUN apt-get update && ↓apt-get install -y ca-certificates\n\
    \u{1d}\u{1d}Dockerfile\u{1d}FROM debian:12-slim\n\
    ONBUILD RUN apt-get update && apt-get install -y ca-certificates && rm -rf /var/lib/apt/lists/*\n\
    \u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext: {allowPrivilegeEscalation: false}\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Namespace\n\
    metadata:\n\
      name: shop\n\
      labels: {pod-security.kubernetes.io/enforce: restricted}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api, namespace: shop}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: ↓api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext:\n\
            allowPrivilegeEscalation: false\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext:\n\
            allowPrivilegeEscalation: ↓true\n\
    \u{1d}\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext:\n\
            allowPrivilegeEscalation: false\n\
    \u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext: {privileged: false}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext: {privileged: ↓true}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      initContainers:\n\
        - name: sysctl\n\
          image: registry.example.com/sysctl:1\n\
          securityContext: {privileged: ↓true}\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM debian:12-slim\n\
    RUN apt-get update && apt-get install -y --no-install-recommends curl\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM debian:12-slim\n\
    RUN echo 'APT::Install-Recommends \"false\";' > /etc/apt/apt.conf.d/99recommends\n\
    RUN apt-get update && apt-get install -y curl\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM debian:12-slim\n\
    RUN apt-get update && ↓apt-get install -y curl\n\
    \u{1d}\u{1d}Dockerfile\u{1d}FROM debian:12-slim\n\
    RUN apt-get update && apt-get install --no-install-recommends -y curl\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM ubuntu:24.04\n\
    RUN apt-get update && \\\n\
        DEBIAN_FRONTEND=noninteractive ↓apt-get -qq install tzdata\n\
    \u{1d}\u{1d}Dockerfile\u{1d}FROM ubuntu:24.04\n\
    RUN apt-get update && \\\n\
        DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends tzdata\n\
    \u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"main:app\", \"--log-level\", \"debug\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"↓--reload\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}gunicorn.conf.py\u{1d}workers = 2\n\
    reload = ↓True\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}main.py\u{1d}import uvicorn\n\
    from shop.settings import settings\n\
    \n\
    if __name__ == \"__main__\":\n\
        uvicorn.run(\"shop:app\", host=\"0.0.0.0\", reload=settings.debug)\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}main.py\u{1d}import uvicorn\n\
    \n\
    if __name__ == \"__main__\":\n\
        uvicorn.run(\"shop:app\", host=\"0.0.0.0\", reload=↓True)\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\", \"--timeout-graceful-shutdown\", \"8\"]\n\
    \u{1d}compose.yaml\u{1d}services:\n\
      api:\n\
        build: .\n\
        command: uvicorn main:app --host 0.0.0.0 --reload\n\
        restart: always\n\
        volumes: [\".:/app\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\", \"--timeout-graceful-shutdown\", \"8\"]\n\
    \u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        build: .\n\
        command: uvicorn main:app --host 0.0.0.0 ↓--reload\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          args: [--token-file, /run/secrets/token, --password=$(DB_PASSWORD)]\n\
          env:\n\
            - name: DB_PASSWORD\n\
              valueFrom: {secretKeyRef: {name: database, key: password}}\n\
            - {name: DATABASE_URL, value: \"postgres://app:$(DB_PASSWORD)@db:5432/app\"}\n\
            - {name: SECRET_NAME, value: api-v2-credentials}\n\
            - {name: API_TOKEN, value: \"${API_TOKEN}\"}\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: ConfigMap\n\
    metadata: {name: api}\n\
    data:\n\
      password-policy: length=12;digits=2\n\
      secret: vK8fq2Lw9x\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          env:\n\
            - {name: DB_PASSWORD, value: ↓vK8fq2Lw9x}\n\
            - {name: DATABASE_URL, value: \"postgres://app:↓Zr4-m9Qx7T@db:5432/app\"}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [sh, -c, \"PGPASSWORD=↓Zr4-m9Qx7T psql -c 'select 1'\"]\n\
          args: [--db-password, ↓vK8fq2Lw9x, --api-key=↓9f8a7b6c5d4e3f21]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: ConfigMap\n\
    metadata: {name: api}\n\
    data:\n\
      settings.py: |\n\
        DEBUG = False\n\
        BROKER = \"amqp://shop:↓Zr4-m9Qx7T@mq:5672/\"\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENV DB_PASSWORD_FILE=/run/secrets/db SECRET_KEY=changeme GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305\n\
    RUN --mount=type=secret,id=pip PIP_INDEX_URL=$(cat /run/secrets/pip) pip install acme\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM node:22-slim\n\
    ARG NPM_TOKEN\n\
    ENV TOKEN_URL=https://auth.example.com/token MAX_TOKENS=4096\n\
    COPY .env.example package.json ./\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENV DEBUG=0 DB_PASSWORD=↓vK8fq2Lw9x\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM node:22-slim\n\
    ARG GITHUB_TOKEN=↓ghp_a8Kd93jfLq02MxZt7Yb4Rn6Wc1Hs5Ve0GuPi\n\
    RUN git clone ↓https://ci:Zr4-m9Qx7T@git.acme.io/shop.git\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY app.py ↓.env /app/\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim AS build\n\
    RUN pip install --target /app uvicorn\n\
    FROM python:3.13-slim\n\
    ARG UID=10001\n\
    USER ${UID}:${UID}\n\
    CMD [\"python\", \"-m\", \"app\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM gcr.io/distroless/python3-debian12:nonroot\n\
    COPY app /app\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM debian:12 AS base\n\
    USER app\n\
    FROM base\n\
    CMD [\"app\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM ↓python:3.13-slim\n\
    CMD [\"python\", \"-m\", \"app\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM debian:12 AS build\n\
    USER app\n\
    FROM debian:12\n\
    USER app\n\
    USER ↓0:0\n\
    CMD [\"app\"]\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM debian:12\n\
    USER 10001:10001\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM debian:12\n\
    USER root\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM debian:12\n\
    RUN useradd --uid 10001 app\n\
    USER ↓app\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM debian:12 AS base\n\
    ARG NAME=web\n\
    USER ↓${NAME}:www\n\
    FROM base\n\
    CMD [\"web\"]\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"--workers\", \"4\"]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: autoscaling/v2\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}ARG BASE=python:3.13@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n\
    FROM ${BASE} AS build\n\
    FROM build\n\
    FROM scratch\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}ARG BASE\n\
    FROM ${BASE}\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM ↓python:3.13-slim\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}ARG TAG=3.13\n\
    FROM --platform=linux/amd64 ↓python:${TAG} AS build\n\
    FROM python@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:${VERSION}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: ↓localhost:5000/api\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: \"registry.example.com/api:↓latest\"\n\
        - name: proxy\n\
          image: registry.example.com/proxy:↓2.1\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{containerPort: 8000}]\n\
              lifecycle:\n\
                preStop:\n\
                  sleep:\n\
                    seconds: 10\n\
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
    \u{1d}\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
                postStart: {exec: {command: [warm-up]}}\n\
                preStop:\n\
                  sleep:\n\
                    seconds: 10\n\
    \u{1c}\
    pass\u{1d}api/Dockerfile\u{1d}FROM gcr.io/distroless/static-debian12\n\
    COPY api /api\n\
    ENTRYPOINT [\"/api\"]\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          lifecycle: {preStop: {sleep: {seconds: 10}}}\n\
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM scratch\n\
    COPY --from=busybox:1.37 /bin/sleep /bin/sleep\n\
    COPY api /api\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          lifecycle: {preStop: {exec: {command: [sleep, \"10\"]}}}\n\
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM golang:1.25 AS build\n\
    RUN go build -o /api .\n\
    FROM scratch\n\
    COPY --from=build /api /api\n\
    ENTRYPOINT [\"/api\"]\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          lifecycle:\n\
            preStop:\n\
              exec: {command: [↓sleep, \"10\"]}\n\
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    COPY . /app\n\
    CMD [\"uvicorn\", \"main:app\"]\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          readinessProbe:\n\
            exec: {command: [↓curl, -f, \"http://localhost:8000/ready\"]}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: cgr.dev/chainguard/nginx:latest\n\
          lifecycle:\n\
            preStop:\n\
              exec: {command: [↓sh, -c, \"sleep 5\"]}\n\
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM golang:1.25 AS build\n\
    RUN go build -o /out/ ./cmd/...\n\
    FROM scratch\n\
    COPY --from=build /out /app\n\
    ENTRYPOINT [\"/app/api\"]\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          readinessProbe:\n\
            exec: {command: [/app/healthcheck]}\n\
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    RUN pip install --no-cache-dir uvicorn\n\
    COPY . /app\n\
    CMD [\"uvicorn\", \"main:app\"]\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          livenessProbe:\n\
            exec: {command: [sh, -c, \"↓curl -f http://localhost:8000/health || exit 1\"]}\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: python:3.13-slim\n\
          livenessProbe:\n\
            exec: {command: [sh, -c, \"command -v curl && curl -f http://localhost:8000/health || true\"]}\n\
    \u{1d}\u{1c}\
    pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          ports: [{name: http, containerPort: 8000}]\n\
          livenessProbe: {httpGet: {path: /livez, port: http}}\n\
          readinessProbe: {tcpSocket: {port: 9000}}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          ports: [{name: http, containerPort: 8000}]\n\
          livenessProbe: {httpGet: {path: /livez, port: ↓web}}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          readinessProbe:\n\
            tcpSocket:\n\
              port: ↓http\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          livenessProbe: {httpGet: {path: /livez, port: 8000}, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 6}\n\
          readinessProbe: {httpGet: {path: /readyz, port: 8000}}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          livenessProbe:\n\
            httpGet: {path: /livez, port: 8000}\n\
            periodSeconds: 5\n\
            timeoutSeconds: ↓5\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          livenessProbe:\n\
            httpGet: {path: /livez, port: 8000}\n\
            failureThreshold: ↓1\n\
          readinessProbe: {httpGet: {path: /readyz, port: 8000}}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          startupProbe:\n\
            httpGet: {path: /livez, port: 8000}\n\
            successThreshold: ↓2\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          startupProbe:\n\
            httpGet: {path: /livez, port: 8000}\n\
            initialDelaySeconds: ↓60\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}\n\
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
              command: [gunicorn, \"main:app\", --timeout, \"50\"]\n\
    ---\n\
    apiVersion: networking.k8s.io/v1\n\
    kind: Ingress\n\
    metadata:\n\
      name: api\n\
    spec:\n\
      ingressClassName: nginx\n\
      tls: [{secretName: tls}]\n\
      rules:\n\
        - http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}\n\
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
              command: [gunicorn, \"main:app\", --timeout, \"120\"]\n\
    ---\n\
    apiVersion: networking.k8s.io/v1\n\
    kind: Ingress\n\
    metadata:\n\
      name: api\n\
    spec:\n\
      ingressClassName: other\n\
      tls: [{secretName: tls}]\n\
      rules:\n\
        - http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}\n\
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
              command: [gunicorn, \"main:app\", --timeout, \"120\"]\n\
    ---\n\
    apiVersion: networking.k8s.io/v1\n\
    kind: Ingress\n\
    metadata:\n\
      name: ↓api\n\
    spec:\n\
      ingressClassName: nginx\n\
      tls: [{secretName: tls}]\n\
      rules:\n\
        - http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}\n\
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
              command: [gunicorn, \"main:app\", --timeout, \"90\"]\n\
    ---\n\
    apiVersion: networking.k8s.io/v1\n\
    kind: Ingress\n\
    metadata:\n\
      name: api\n\
      annotations:\n\
        nginx.ingress.kubernetes.io/proxy-read-timeout: ↓\"75\"\n\
    spec:\n\
      ingressClassName: nginx\n\
      tls: [{secretName: tls}]\n\
      rules:\n\
        - http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}\n\
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
              command: [gunicorn, \"main:app\", --timeout, \"90\"]\n\
    ---\n\
    apiVersion: gateway.networking.k8s.io/v1\n\
    kind: HTTPRoute\n\
    metadata: {name: api}\n\
    spec:\n\
      parentRefs: [{name: public}]\n\
      rules:\n\
        - backendRefs: [{name: api, port: 80}]\n\
          timeouts: {request: ↓1m15s}\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}\n\
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
              command: [gunicorn, \"main:app\", --timeout, \"90\"]\n\
    ---\n\
    apiVersion: gateway.networking.k8s.io/v1\n\
    kind: HTTPRoute\n\
    metadata: {name: api}\n\
    spec:\n\
      parentRefs: [{name: public}]\n\
      rules:\n\
        - backendRefs: [{name: search, port: 80}]\n\
          timeouts: {request: 5s}\n\
        - backendRefs: [{name: api, port: 80}]\n\
    \u{1d}\u{1e}fail\u{1d}api.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}\n\
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
              command: [gunicorn, \"main:app\", --timeout, \"90\"]\n\
    \u{1d}nginx.conf\u{1d}http {\n\
      upstream app { server api.default.svc.cluster.local:80; }\n\
      server {\n\
        location /ws { proxy_pass http://app; proxy_read_timeout 1h; }\n\
        location / { ↓proxy_pass http://app; }\n\
      }\n\
    }\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1\n\
    CMD [\"uvicorn\", \"main:app\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"python\", \"-u\", \"worker.py\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13 AS build\n\
    RUN mkdocs build\n\
    FROM nginx:1.29-alpine\n\
    CMD [\"nginx\", \"-g\", \"daemon off;\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM ↓python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\"]\n\
    \u{1d}\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    ENV PYTHONUNBUFFERED=1\n\
    CMD [\"uvicorn\", \"main:app\"]\n\
    \u{1e}fail\u{1d}Dockerfile\u{1d}FROM ↓python:3.13-slim AS base\n\
    ENV PYTHONDONTWRITEBYTECODE=1\n\
    FROM base\n\
    ENTRYPOINT [\"./entrypoint.sh\"]\n\
    \u{1d}\u{1d}Dockerfile\u{1d}FROM python:3.13-slim AS base\n\
    ENV PYTHONUNBUFFERED=1\n\
    ENV PYTHONDONTWRITEBYTECODE=1\n\
    FROM base\n\
    ENTRYPOINT [\"./entrypoint.sh\"]\n\
    \u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext: {readOnlyRootFilesystem: true}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: ↓api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext:\n\
            readOnlyRootFilesystem: true\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext: {readOnlyRootFilesystem: ↓false}\n\
    \u{1d}\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext: {readOnlyRootFilesystem: true}\n\
    \u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: ConfigMap\n\
    metadata: {name: settings}\n\
    data: {A: b}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: passwords}}]\n\
    \u{1d}\u{1e}pass\u{1d}kustomization.yaml\u{1d}configMapGenerator: [{name: limits, literals: [A=b]}]\n\
    resources: [a.yaml]\n\
    \u{1d}a.yaml\u{1d}apiVersion: v1\n\
    kind: ConfigMap\n\
    metadata: {name: settings}\n\
    data: {A: b}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          envFrom: [{configMapRef: {name: limits}}]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: ConfigMap\n\
    metadata: {name: settings}\n\
    data: {A: b}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          envFrom:\n\
            - configMapRef: {name: ↓setings}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: ServiceAccount\n\
    metadata: {name: api}\n\
    ---\n\
    apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      serviceAccountName: ↓backend\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: batch/v1\n\
    kind: CronJob\n\
    metadata: {name: report}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: ↓batch/v1beta1\n\
    kind: CronJob\n\
    metadata: {name: report}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: ↓policy/v1beta1\n\
    kind: PodSecurityPolicy\n\
    metadata: {name: strict}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: ↓apps/v1beta2\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec: {template: {spec: {containers: [{name: api, image: a}]}}}\n\
    \u{1d}\u{1c}\
    pass\u{1d}nginx.conf\u{1d}http {\n\
      client_max_body_size 10m;\n\
      server { location / { proxy_pass http://api:8000; } }\n\
    }\n\
    \u{1d}\u{1e}fail\u{1d}nginx.conf\u{1d}http {\n\
      server { location / { ↓proxy_pass http://api:8000; } }\n\
    }\n\
    \u{1d}\u{1e}fail\u{1d}nginx.conf\u{1d}http {\n\
      server {\n\
        client_max_body_size ↓0;\n\
        location / { proxy_pass http://api:8000; }\n\
      }\n\
    }\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
    kind: Ingress\n\
    metadata: {name: api}\n\
    spec:\n\
      ingressClassName: nginx\n\
      defaultBackend: {service: {name: api, port: {number: 80}}}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
    kind: Ingress\n\
    metadata:\n\
      name: api\n\
      annotations:\n\
        nginx.ingress.kubernetes.io/proxy-body-size: ↓\"0\"\n\
    spec:\n\
      defaultBackend: {service: {name: api, port: {number: 80}}}\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: shell}\n\
    spec:\n\
      containers:\n\
        - name: ↓shell\n\
          image: registry.example.com/shell:1\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}\n\
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
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      strategy: {type: Recreate}\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      strategy: {type: ↓Recreate}\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 3\n\
      strategy: {rollingUpdate: {maxUnavailable: ↓100%}}\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: api}\n\
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      strategy:\n\
        rollingUpdate: {maxUnavailable: ↓1}\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: db}\n\
    spec: {selector: {app: db}, ports: [{port: 5432}]}\n\
    ---\n\
    apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: db}\n\
    spec:\n\
      strategy: {type: Recreate}\n\
      selector: {matchLabels: {app: db}}\n\
      template:\n\
        metadata: {labels: {app: db}}\n\
        spec:\n\
          containers:\n\
            - name: db\n\
              image: registry.example.com/db:16\n\
              volumeMounts: [{name: data, mountPath: /var/lib/data}]\n\
          volumes: [{name: data, persistentVolumeClaim: {claimName: db}}]\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      securityContext: {runAsNonRoot: true}\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: ↓api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext:\n\
            runAsNonRoot: true\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      securityContext: {runAsNonRoot: true}\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext: {runAsNonRoot: ↓false}\n\
    \u{1d}\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      securityContext: {runAsNonRoot: true}\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext: {runAsNonRoot: true}\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext: {runAsNonRoot: true, runAsUser: ↓0}\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      securityContext: {seccompProfile: {type: RuntimeDefault}}\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: ↓api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext:\n\
            seccompProfile:\n\
              type: RuntimeDefault\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      securityContext: {seccompProfile: {type: RuntimeDefault}}\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext: {seccompProfile: {type: ↓Unconfined}}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      securityContext: {seccompProfile: {type: ↓runtime/default}}\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      automountServiceAccountToken: false\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      serviceAccountName: controller\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    ↓spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
      automountServiceAccountToken: false\n\
    \u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      automountServiceAccountToken: ↓true\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      automountServiceAccountToken: false\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Service\n\
    metadata: {name: database}\n\
    spec:\n\
      ports: [{port: 5432}]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13 AS build\n\
    FROM python:3.13-slim\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM golang:1.24 AS build\n\
    FROM gcr.io/distroless/static\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM ghcr.io/acme/python:3.13\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM ↓python:3.13\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}ARG NODE=22\n\
    FROM ↓node:${NODE} AS base\n\
    FROM base\n\
    CMD [\"node\", \"server.js\"]\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 3\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway}]\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: api}\n\
    spec:\n\
      replicas: 3\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1}]}}\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: ↓api}\n\
    spec:\n\
      replicas: 3\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: ↓api}\n\
    spec:\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
              ports: [{name: http, containerPort: 8000}]\n\
    ---\n\
    apiVersion: autoscaling/v2\n\
    kind: HorizontalPodAutoscaler\n\
    metadata: {name: api}\n\
    spec:\n\
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}\n\
      minReplicas: 2\n\
      maxReplicas: 6\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
    kind: Deployment\n\
    metadata: {name: ↓api, namespace: shop}\n\
    spec:\n\
      replicas: 3\n\
      selector: {matchLabels: {app: api}}\n\
      template:\n\
        metadata: {labels: {app: api}}\n\
        spec:\n\
          affinity:\n\
            podAntiAffinity:\n\
              requiredDuringSchedulingIgnoredDuringExecution:\n\
                - topologyKey: kubernetes.io/hostname\n\
                  labelSelector: {matchLabels: {app: api}}\n\
                  namespaces: [billing]\n\
          containers:\n\
            - name: api\n\
              image: registry.example.com/api:1.4\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          livenessProbe:\n\
            tcpSocket: {port: 8000}\n\
            initialDelaySeconds: 10\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: apps/v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        image: registry.example.com/api:1.4\n\
        command: uvicorn main:app --timeout-graceful-shutdown 20\n\
        stop_grace_period: 30s\n\
    \u{1d}\u{1e}pass\u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        image: registry.example.com/api:1.4\n\
        command: uvicorn main:app\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}compose.prod.yaml\u{1d}services:\n\
      ↓api:\n\
        build: .\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}main.py\u{1d}import uvicorn\n\
    \n\
    uvicorn.run(\"shop:app\", host=\"0.0.0.0\", timeout_graceful_shutdown=90)\n\
    \u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        build: .\n\
        stop_grace_period: ↓1m\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM nginx:1.29\n\
    CMD [\"nginx\", \"-g\", \"daemon off;\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM registry.example.com/base:1\n\
    CMD [\"nginx\", \"-g\", \"daemon off;\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM ↓alpine:3.22\n\
    RUN apk add --no-cache nginx\n\
    CMD [\"nginx\", \"-g\", \"daemon off;\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    STOPSIGNAL ↓SIGINT\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        build: .\n\
        stop_signal: SIGTERM\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        build: .\n\
        stop_signal: ↓SIGINT\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
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
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}nginx.conf\u{1d}http {\n\
      server {\n\
        listen 443 ssl;\n\
        ssl_protocols TLSv1.2 TLSv1.3;\n\
        location / { proxy_pass http://api:8000; }\n\
      }\n\
    }\n\
    \u{1d}\u{1e}fail\u{1d}nginx.conf\u{1d}http {\n\
      server {\n\
        listen 443 ssl;\n\
        ssl_protocols ↓TLSv1 TLSv1.1 TLSv1.2;\n\
        location / { proxy_pass http://api:8000; }\n\
      }\n\
    }\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: ConfigMap\n\
    metadata: {name: ingress-nginx-controller}\n\
    data:\n\
      ssl-protocols: \"TLSv1.2 TLSv1.3 ↓TLSv1.1\"\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: networking.istio.io/v1\n\
    kind: Gateway\n\
    metadata: {name: public}\n\
    spec:\n\
      servers:\n\
        - port: {number: 443, name: https, protocol: HTTPS}\n\
          hosts: [shop.example.com]\n\
          tls: {mode: SIMPLE, credentialName: shop, minProtocolVersion: ↓TLSV1_1}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: traefik.io/v1alpha1\n\
    kind: TLSOption\n\
    metadata: {name: default}\n\
    spec: {minVersion: ↓VersionTLS10}\n\
    \u{1d}\u{1c}\
    pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM node:22-slim\n\
    WORKDIR /app\n\
    COPY package.json package-lock.json ./\n\
    RUN npm ci --omit=dev\n\
    COPY . .\n\
    CMD [\"node\", \"server.js\"]\n\
    \u{1d}api/package.json\u{1d}{\"name\": \"api\", \"dependencies\": {\"@opentelemetry/sdk-node\": \"^0.57.0\", \"@opentelemetry/exporter-trace-otlp-http\": \"^0.57.0\"}, \"devDependencies\": {}}\n\
    \u{1d}api/server.js\u{1d}const exporter = new OTLPTraceExporter({ url: \"http://collector:4318/v1/traces\" });\n\
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
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM golang:1.25 AS build\n\
    WORKDIR /src\n\
    COPY go.mod go.sum ./\n\
    RUN go mod download\n\
    COPY . .\n\
    RUN CGO_ENABLED=0 go build -o /api .\n\
    FROM gcr.io/distroless/static:nonroot\n\
    COPY --from=build /api /api\n\
    CMD [\"/api\"]\n\
    \u{1d}api/go.mod\u{1d}module example.com/api\n\
    \n\
    require go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc v1.35.0\n\
    \u{1d}api/main.go\u{1d}package main\n\
    \n\
    func main() {\n\
    \u{9}exporter, _ := otlptracegrpc.New(ctx, otlptracegrpc.WithEndpoint(config.Collector))\n\
    }\n\
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
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM node:22-slim\n\
    WORKDIR /app\n\
    COPY package.json package-lock.json ./\n\
    RUN npm ci --omit=dev\n\
    COPY . .\n\
    CMD [\"↓node\", \"server.js\"]\n\
    \u{1d}api/package.json\u{1d}{\"name\": \"api\", \"dependencies\": {\"@opentelemetry/sdk-node\": \"^0.57.0\", \"@opentelemetry/exporter-trace-otlp-http\": \"^0.57.0\"}, \"devDependencies\": {}}\n\
    \u{1d}api/server.js\u{1d}const exporter = new OTLPTraceExporter();\n\
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
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM golang:1.25 AS build\n\
    WORKDIR /src\n\
    COPY go.mod go.sum ./\n\
    RUN go mod download\n\
    COPY . .\n\
    RUN CGO_ENABLED=0 go build -o /api .\n\
    FROM gcr.io/distroless/static:nonroot\n\
    COPY --from=build /api /api\n\
    CMD [\"↓/api\"]\n\
    \u{1d}api/go.mod\u{1d}module example.com/api\n\
    \n\
    require (\n\
    \u{9}go.opentelemetry.io/otel v1.35.0\n\
    \u{9}go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc v1.35.0\n\
    )\n\
    \u{1d}api/main.go\u{1d}package main\n\
    \n\
    func main() {\n\
    \u{9}exporter, _ := otlptracegrpc.New(ctx)\n\
    }\n\
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
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM ruby:3.4-slim\n\
    WORKDIR /app\n\
    COPY Gemfile Gemfile.lock ./\n\
    RUN bundle install\n\
    COPY . .\n\
    CMD [\"↓puma\", \"-b\", \"tcp://0.0.0.0:9292\"]\n\
    \u{1d}api/Gemfile\u{1d}gem 'puma'\n\
    gem 'opentelemetry-sdk'\n\
    gem 'opentelemetry-exporter-otlp'\n\
    \u{1d}api/config.ru\u{1d}run Api\n\
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
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"worker.py\"]\n\
    \u{1d}api/requirements.txt\u{1d}opentelemetry-distro==0.51b0\n\
    \u{1d}api/worker.py\u{1d}exporter = OTLPSpanExporter(endpoint=os.getenv(\"COLLECTOR\"))\n\
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
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\", \"--forwarded-allow-ips\", \"10.0.0.0/8\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"--proxy-headers\", \"--forwarded-allow-ips\", \"↓*\"]\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: networking.k8s.io/v1\n\
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
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}main.py\u{1d}import uvicorn\n\
    \n\
    uvicorn.run(\"shop:app\", host=\"0.0.0.0\", forwarded_allow_ips=[\"10.0.0.0/8\"])\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}main.py\u{1d}import uvicorn\n\
    \n\
    uvicorn.run(\"shop:app\", host=\"0.0.0.0\", forwarded_allow_ips=↓\"*\")\n\
    \u{1d}\u{1e}pass\u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        image: registry.example.com/api:1.4\n\
        command: uvicorn main:app\n\
        environment: {FORWARDED_ALLOW_IPS: 172.16.0.0/12}\n\
    \u{1d}\u{1e}fail\u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        image: registry.example.com/api:1.4\n\
        command: uvicorn main:app --host 0.0.0.0\n\
        environment: {FORWARDED_ALLOW_IPS: ↓\"*\"}\n\
        ports: [\"8000:8000\"]\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"--worker-tmp-dir\", \"/dev/shm\", \"main:app\"]\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [gunicorn, --worker-tmp-dir=/tmp, \"main:app\"]\n\
          volumeMounts: [{name: tmp, mountPath: /tmp}]\n\
      volumes: [{name: tmp, emptyDir: {medium: Memory}}]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"↓gunicorn\", \"main:app\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}gunicorn.conf.py\u{1d}worker_tmp_dir = ↓\"/var/tmp\"\n\
    \u{1d}\u{1e}pass\u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        image: registry.example.com/api:1.4\n\
        command: gunicorn main:app\n\
        tmpfs: /tmp\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    \u{1d}compose.prod.yaml\u{1d}services:\n\
      api:\n\
        build: .\n\
        command: ↓gunicorn main:app\n\
    \u{1d}\u{1c}\
    pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"--max-requests\", \"1000\", \"--max-requests-jitter\", \"100\", \"main:app\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"main:app\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"gunicorn\", \"--max-requests\", \"↓1000\", \"main:app\"]\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    CMD [\"uvicorn\", \"main:app\", \"--limit-max-requests=↓5000\"]\n\
    \u{1d}\u{1e}pass\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}main.py\u{1d}import uvicorn\n\
    \n\
    uvicorn.run(\"shop:app\", host=\"0.0.0.0\", limit_max_requests=1000, limit_max_requests_jitter=100)\n\
    \u{1d}\u{1e}fail\u{1d}Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}main.py\u{1d}import uvicorn\n\
    \n\
    uvicorn.run(\"shop:app\", host=\"0.0.0.0\", limit_max_requests=↓1000)\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\", --workers, \"2\"]\n\
          resources: {limits: {cpu: \"2\"}}\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\"]\n\
          resources: {limits: {cpu: 500m}}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [uvicorn, \"main:app\", --workers, ↓\"4\"]\n\
          resources: {limits: {cpu: 500m}}\n\
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
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
    \u{1d}\u{1e}pass\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}api/main.py\u{1d}import uvicorn\n\
    \n\
    uvicorn.run(\"shop:app\", host=\"0.0.0.0\", workers=2)\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          resources: {limits: {cpu: \"2\"}}\n\
    \u{1d}\u{1e}fail\u{1d}api/Dockerfile\u{1d}FROM python:3.13-slim\n\
    WORKDIR /app\n\
    COPY . .\n\
    CMD [\"python\", \"main.py\"]\n\
    \u{1d}api/main.py\u{1d}import uvicorn\n\
    \n\
    uvicorn.run(\"shop:app\", host=\"0.0.0.0\", workers=↓8)\n\
    \u{1d}pod.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          resources: {limits: {cpu: \"2\"}}\n\
    \u{1d}\u{1c}\
    pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      volumes: [{name: tmp, emptyDir: {}}]\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext: {readOnlyRootFilesystem: true}\n\
          volumeMounts: [{name: tmp, mountPath: /tmp}]\n\
    \u{1d}\u{1e}pass\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          command: [gunicorn, \"main:app\"]\n\
          securityContext: {readOnlyRootFilesystem: ↓true}\n\
    \u{1d}\u{1e}fail\u{1d}manifest.yaml\u{1d}apiVersion: v1\n\
    kind: Pod\n\
    metadata: {name: api}\n\
    spec:\n\
      volumes: [{name: settings, configMap: {name: settings}}]\n\
      containers:\n\
        - name: api\n\
          image: registry.example.com/api:1.4\n\
          securityContext: {readOnlyRootFilesystem: ↓true}\n\
          volumeMounts: [{name: settings, mountPath: /tmp}]\n\
    \u{1d}
    """
}
