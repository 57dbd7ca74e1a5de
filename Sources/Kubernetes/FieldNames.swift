/// The fields of the types behind workloads, Services, autoscalers, budgets and Ingresses, one type a line: each field with the type of
/// its value, or of its elements, where that has fields itself. From the JSON tags of kubernetes/api (core/v1, apps/v1, batch/v1,
/// autoscaling/v2, networking/v1, policy/v1 types.go at 10b39a39) and apimachinery's meta/v1.
enum FieldNames {
  static let text: StaticString = """
    Deployment apiVersion kind metadata:ObjectMeta spec:DeploymentSpec status
    StatefulSet apiVersion kind metadata:ObjectMeta spec:StatefulSetSpec status
    DaemonSet apiVersion kind metadata:ObjectMeta spec:DaemonSetSpec status
    ReplicaSet apiVersion kind metadata:ObjectMeta spec:ReplicaSetSpec status
    Job apiVersion kind metadata:ObjectMeta spec:JobSpec status
    CronJob apiVersion kind metadata:ObjectMeta spec:CronJobSpec status
    Pod apiVersion kind metadata:ObjectMeta spec:PodSpec status
    Service apiVersion kind metadata:ObjectMeta spec:ServiceSpec status
    HorizontalPodAutoscaler apiVersion kind metadata:ObjectMeta spec:HorizontalPodAutoscalerSpec status
    PodDisruptionBudget apiVersion kind metadata:ObjectMeta spec:PodDisruptionBudgetSpec status
    Ingress apiVersion kind metadata:ObjectMeta spec:IngressSpec status
    ObjectMeta name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp \
    deletionGracePeriodSeconds labels annotations ownerReferences:OwnerReference finalizers
    DeploymentSpec replicas selector:LabelSelector template:PodTemplateSpec strategy:DeploymentStrategy minReadySeconds \
    revisionHistoryLimit paused progressDeadlineSeconds
    StatefulSetSpec replicas selector:LabelSelector template:PodTemplateSpec volumeClaimTemplates:PersistentVolumeClaim \
    serviceName podManagementPolicy updateStrategy:StatefulSetUpdateStrategy revisionHistoryLimit minReadySeconds \
    persistentVolumeClaimRetentionPolicy:StatefulSetPersistentVolumeClaimRetentionPolicy ordinals:StatefulSetOrdinals
    DaemonSetSpec selector:LabelSelector template:PodTemplateSpec updateStrategy:DaemonSetUpdateStrategy minReadySeconds \
    revisionHistoryLimit
    ReplicaSetSpec replicas minReadySeconds selector:LabelSelector template:PodTemplateSpec
    JobSpec parallelism completions activeDeadlineSeconds podFailurePolicy:PodFailurePolicy successPolicy:SuccessPolicy \
    backoffLimit backoffLimitPerIndex maxFailedIndexes selector:LabelSelector manualSelector template:PodTemplateSpec \
    ttlSecondsAfterFinished completionMode suspend podReplacementPolicy managedBy scheduling:JobSchedulingConfiguration
    CronJobSpec schedule timeZone startingDeadlineSeconds concurrencyPolicy suspend jobTemplate:JobTemplateSpec \
    successfulJobsHistoryLimit failedJobsHistoryLimit
    PodSpec volumes:Volume initContainers:Container containers:Container ephemeralContainers:EphemeralContainer restartPolicy \
    terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName serviceAccount \
    automountServiceAccountToken nodeName hostNetwork hostPID hostIPC shareProcessNamespace securityContext:PodSecurityContext \
    imagePullSecrets:LocalObjectReference hostname subdomain affinity:Affinity schedulerName tolerations:Toleration \
    hostAliases:HostAlias priorityClassName priority dnsConfig:PodDNSConfig readinessGates:PodReadinessGate runtimeClassName \
    enableServiceLinks preemptionPolicy overhead topologySpreadConstraints:TopologySpreadConstraint setHostnameAsFQDN os:PodOS \
    hostUsers schedulingGates:PodSchedulingGate resourceClaims:PodResourceClaim resources:ResourceRequirements hostnameOverride \
    schedulingGroup:PodSchedulingGroup evictionResponders:EvictionResponder
    ServiceSpec ports:ServicePort selector clusterIP clusterIPs type externalIPs sessionAffinity loadBalancerIP \
    loadBalancerSourceRanges externalName externalTrafficPolicy healthCheckNodePort publishNotReadyAddresses \
    sessionAffinityConfig:SessionAffinityConfig ipFamilies ipFamilyPolicy allocateLoadBalancerNodePorts loadBalancerClass \
    internalTrafficPolicy trafficDistribution
    HorizontalPodAutoscalerSpec scaleTargetRef:CrossVersionObjectReference minReplicas maxReplicas metrics:MetricSpec \
    behavior:HorizontalPodAutoscalerBehavior
    PodDisruptionBudgetSpec minAvailable selector:LabelSelector maxUnavailable unhealthyPodEvictionPolicy
    IngressSpec ingressClassName defaultBackend:IngressBackend tls:IngressTLS rules:IngressRule
    OwnerReference apiVersion kind name uid controller blockOwnerDeletion
    LabelSelector matchLabels matchExpressions:LabelSelectorRequirement
    PodTemplateSpec metadata:ObjectMeta spec:PodSpec
    DeploymentStrategy type rollingUpdate:RollingUpdateDeployment
    PersistentVolumeClaim kind apiVersion metadata:ObjectMeta spec:PersistentVolumeClaimSpec status
    StatefulSetUpdateStrategy type rollingUpdate:RollingUpdateStatefulSetStrategy
    StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted whenScaled
    StatefulSetOrdinals start
    DaemonSetUpdateStrategy type rollingUpdate:RollingUpdateDaemonSet
    PodFailurePolicy rules:PodFailurePolicyRule
    SuccessPolicy rules:SuccessPolicyRule
    JobSchedulingConfiguration schedulingPolicy schedulingConstraints disruptionMode resourceClaims
    JobTemplateSpec metadata:ObjectMeta spec:JobSpec
    Volume name hostPath:HostPathVolumeSource emptyDir:EmptyDirVolumeSource gcePersistentDisk:GCEPersistentDiskVolumeSource \
    awsElasticBlockStore:AWSElasticBlockStoreVolumeSource gitRepo:GitRepoVolumeSource secret:SecretVolumeSource \
    nfs:NFSVolumeSource iscsi:ISCSIVolumeSource glusterfs:GlusterfsVolumeSource \
    persistentVolumeClaim:PersistentVolumeClaimVolumeSource rbd:RBDVolumeSource flexVolume:FlexVolumeSource \
    cinder:CinderVolumeSource cephfs:CephFSVolumeSource flocker:FlockerVolumeSource downwardAPI:DownwardAPIVolumeSource \
    fc:FCVolumeSource azureFile:AzureFileVolumeSource configMap:ConfigMapVolumeSource \
    vsphereVolume:VsphereVirtualDiskVolumeSource quobyte:QuobyteVolumeSource azureDisk:AzureDiskVolumeSource \
    photonPersistentDisk:PhotonPersistentDiskVolumeSource projected:ProjectedVolumeSource portworxVolume:PortworxVolumeSource \
    scaleIO:ScaleIOVolumeSource storageos:StorageOSVolumeSource csi:CSIVolumeSource ephemeral:EphemeralVolumeSource \
    image:ImageVolumeSource
    Container name image command args workingDir ports:ContainerPort envFrom:EnvFromSource env:EnvVar \
    resources:ResourceRequirements resizePolicy:ContainerResizePolicy restartPolicy restartPolicyRules:ContainerRestartRule \
    volumeMounts:VolumeMount volumeDevices:VolumeDevice livenessProbe:Probe readinessProbe:Probe startupProbe:Probe \
    lifecycle:Lifecycle terminationMessagePath terminationMessagePolicy imagePullPolicy securityContext:SecurityContext stdin \
    stdinOnce tty
    EphemeralContainer name image command args workingDir ports:ContainerPort envFrom:EnvFromSource env:EnvVar \
    resources:ResourceRequirements resizePolicy:ContainerResizePolicy restartPolicy restartPolicyRules:ContainerRestartRule \
    volumeMounts:VolumeMount volumeDevices:VolumeDevice livenessProbe:Probe readinessProbe:Probe startupProbe:Probe \
    lifecycle:Lifecycle terminationMessagePath terminationMessagePolicy imagePullPolicy securityContext:SecurityContext stdin \
    stdinOnce tty targetContainerName
    PodSecurityContext seLinuxOptions:SELinuxOptions windowsOptions:WindowsSecurityContextOptions runAsUser runAsGroup \
    runAsNonRoot supplementalGroups supplementalGroupsPolicy fsGroup sysctls:Sysctl fsGroupChangePolicy \
    seccompProfile:SeccompProfile appArmorProfile:AppArmorProfile seLinuxChangePolicy
    LocalObjectReference name
    Affinity nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAntiAffinity
    Toleration key operator value effect tolerationSeconds
    HostAlias ip hostnames
    PodDNSConfig nameservers searches options:PodDNSConfigOption
    PodReadinessGate conditionType
    TopologySpreadConstraint maxSkew topologyKey whenUnsatisfiable labelSelector:LabelSelector minDomains nodeAffinityPolicy \
    nodeTaintsPolicy matchLabelKeys
    PodOS name
    PodSchedulingGate name
    PodResourceClaim name resourceClaimName resourceClaimTemplateName
    ResourceRequirements limits requests claims:ResourceClaim
    PodSchedulingGroup podGroupName
    EvictionResponder name priority
    ServicePort name protocol appProtocol port targetPort nodePort
    SessionAffinityConfig clientIP:ClientIPConfig
    CrossVersionObjectReference kind name apiVersion
    MetricSpec type object:ObjectMetricSource pods:PodsMetricSource resource:ResourceMetricSource \
    containerResource:ContainerResourceMetricSource external:ExternalMetricSource
    HorizontalPodAutoscalerBehavior scaleUp:HPAScalingRules scaleDown:HPAScalingRules
    IngressBackend service:IngressServiceBackend resource:TypedLocalObjectReference
    IngressTLS hosts secretName
    IngressRule host http:HTTPIngressRuleValue
    LabelSelectorRequirement key operator values
    RollingUpdateDeployment maxUnavailable maxSurge
    PersistentVolumeClaimSpec accessModes selector:LabelSelector resources:VolumeResourceRequirements volumeName \
    storageClassName volumeMode dataSource:TypedLocalObjectReference dataSourceRef:TypedObjectReference \
    volumeAttributesClassName
    RollingUpdateStatefulSetStrategy partition maxUnavailable
    RollingUpdateDaemonSet maxUnavailable maxSurge
    PodFailurePolicyRule action onExitCodes:PodFailurePolicyOnExitCodesRequirement \
    onPodConditions:PodFailurePolicyOnPodConditionsPattern
    SuccessPolicyRule succeededIndexes succeededCount
    HostPathVolumeSource path type
    EmptyDirVolumeSource medium sizeLimit mode
    GCEPersistentDiskVolumeSource pdName fsType partition readOnly
    AWSElasticBlockStoreVolumeSource volumeID fsType partition readOnly
    GitRepoVolumeSource repository revision directory
    SecretVolumeSource secretName items:KeyToPath defaultMode optional defaultUser
    NFSVolumeSource server path readOnly
    ISCSIVolumeSource targetPortal iqn lun iscsiInterface fsType readOnly portals chapAuthDiscovery chapAuthSession \
    secretRef:LocalObjectReference initiatorName
    GlusterfsVolumeSource endpoints path readOnly
    PersistentVolumeClaimVolumeSource claimName readOnly
    RBDVolumeSource monitors image fsType pool user keyring secretRef:LocalObjectReference readOnly
    FlexVolumeSource driver fsType secretRef:LocalObjectReference readOnly options
    CinderVolumeSource volumeID fsType readOnly secretRef:LocalObjectReference
    CephFSVolumeSource monitors path user secretFile secretRef:LocalObjectReference readOnly
    FlockerVolumeSource datasetName datasetUUID
    DownwardAPIVolumeSource items:DownwardAPIVolumeFile defaultMode defaultUser
    FCVolumeSource targetWWNs lun fsType readOnly wwids
    AzureFileVolumeSource secretName shareName readOnly
    ConfigMapVolumeSource name items:KeyToPath defaultMode optional defaultUser
    VsphereVirtualDiskVolumeSource volumePath fsType storagePolicyName storagePolicyID
    QuobyteVolumeSource registry volume readOnly user group tenant
    AzureDiskVolumeSource diskName diskURI cachingMode fsType readOnly kind
    PhotonPersistentDiskVolumeSource pdID fsType
    ProjectedVolumeSource sources:VolumeProjection defaultMode defaultUser
    PortworxVolumeSource volumeID fsType readOnly
    ScaleIOVolumeSource gateway system secretRef:LocalObjectReference sslEnabled protectionDomain storagePool storageMode \
    volumeName fsType readOnly
    StorageOSVolumeSource volumeName volumeNamespace fsType readOnly secretRef:LocalObjectReference
    CSIVolumeSource driver readOnly fsType volumeAttributes nodePublishSecretRef:LocalObjectReference
    EphemeralVolumeSource volumeClaimTemplate:PersistentVolumeClaimTemplate
    ImageVolumeSource reference pullPolicy
    ContainerPort name hostPort containerPort protocol hostIP
    EnvFromSource prefix configMapRef:ConfigMapEnvSource secretRef:SecretEnvSource
    EnvVar name value valueFrom:EnvVarSource
    ContainerResizePolicy resourceName restartPolicy
    ContainerRestartRule action exitCodes:ContainerRestartRuleOnExitCodes
    VolumeMount name readOnly recursiveReadOnly mountPath subPath mountPropagation subPathExpr bindMountOptions
    VolumeDevice name devicePath
    Probe exec:ExecAction httpGet:HTTPGetAction tcpSocket:TCPSocketAction grpc:GRPCAction initialDelaySeconds timeoutSeconds \
    periodSeconds successThreshold failureThreshold terminationGracePeriodSeconds
    Lifecycle postStart:LifecycleHandler preStop:LifecycleHandler stopSignal
    SecurityContext capabilities:Capabilities privileged seLinuxOptions:SELinuxOptions \
    windowsOptions:WindowsSecurityContextOptions runAsUser runAsGroup runAsNonRoot readOnlyRootFilesystem \
    allowPrivilegeEscalation procMount seccompProfile:SeccompProfile appArmorProfile:AppArmorProfile
    SELinuxOptions user role type level
    WindowsSecurityContextOptions gmsaCredentialSpecName gmsaCredentialSpec runAsUserName hostProcess
    Sysctl name value
    SeccompProfile type localhostProfile
    AppArmorProfile type localhostProfile
    NodeAffinity requiredDuringSchedulingIgnoredDuringExecution:NodeSelector \
    preferredDuringSchedulingIgnoredDuringExecution:PreferredSchedulingTerm
    PodAffinity requiredDuringSchedulingIgnoredDuringExecution:PodAffinityTerm \
    preferredDuringSchedulingIgnoredDuringExecution:WeightedPodAffinityTerm
    PodAntiAffinity requiredDuringSchedulingIgnoredDuringExecution:PodAffinityTerm \
    preferredDuringSchedulingIgnoredDuringExecution:WeightedPodAffinityTerm
    PodDNSConfigOption name value
    ResourceClaim name request
    ClientIPConfig timeoutSeconds
    ObjectMetricSource describedObject:CrossVersionObjectReference target:MetricTarget metric:MetricIdentifier
    PodsMetricSource metric:MetricIdentifier target:MetricTarget
    ResourceMetricSource name target:MetricTarget
    ContainerResourceMetricSource name target:MetricTarget container
    ExternalMetricSource metric:MetricIdentifier target:MetricTarget
    HPAScalingRules stabilizationWindowSeconds selectPolicy policies:HPAScalingPolicy tolerance
    IngressServiceBackend name port:ServiceBackendPort
    TypedLocalObjectReference apiGroup kind name
    HTTPIngressRuleValue paths:HTTPIngressPath
    VolumeResourceRequirements limits requests
    TypedObjectReference apiGroup kind name namespace
    PodFailurePolicyOnExitCodesRequirement containerName operator values
    PodFailurePolicyOnPodConditionsPattern type status
    KeyToPath key path mode user
    DownwardAPIVolumeFile path fieldRef:ObjectFieldSelector resourceFieldRef:ResourceFieldSelector mode user
    VolumeProjection secret:SecretProjection downwardAPI:DownwardAPIProjection configMap:ConfigMapProjection \
    serviceAccountToken:ServiceAccountTokenProjection clusterTrustBundle:ClusterTrustBundleProjection \
    podCertificate:PodCertificateProjection
    PersistentVolumeClaimTemplate metadata:ObjectMeta spec:PersistentVolumeClaimSpec
    ConfigMapEnvSource name optional
    SecretEnvSource name optional
    EnvVarSource fieldRef:ObjectFieldSelector resourceFieldRef:ResourceFieldSelector configMapKeyRef:ConfigMapKeySelector \
    secretKeyRef:SecretKeySelector fileKeyRef:FileKeySelector
    ContainerRestartRuleOnExitCodes operator values
    ExecAction command
    HTTPGetAction path port host scheme httpHeaders:HTTPHeader protocol
    TCPSocketAction port host
    GRPCAction port service mode
    LifecycleHandler exec:ExecAction httpGet:HTTPGetAction tcpSocket:TCPSocketAction sleep:SleepAction
    Capabilities add drop
    NodeSelector nodeSelectorTerms:NodeSelectorTerm
    PreferredSchedulingTerm weight preference:NodeSelectorTerm
    PodAffinityTerm labelSelector:LabelSelector namespaces topologyKey namespaceSelector:LabelSelector matchLabelKeys \
    mismatchLabelKeys
    WeightedPodAffinityTerm weight podAffinityTerm:PodAffinityTerm
    MetricTarget type value averageValue averageUtilization
    MetricIdentifier name selector:LabelSelector
    HPAScalingPolicy type value periodSeconds
    ServiceBackendPort name number
    HTTPIngressPath path pathType backend:IngressBackend
    ObjectFieldSelector apiVersion fieldPath
    ResourceFieldSelector containerName resource divisor
    SecretProjection name items:KeyToPath optional
    DownwardAPIProjection items:DownwardAPIVolumeFile
    ConfigMapProjection name items:KeyToPath optional
    ServiceAccountTokenProjection audience expirationSeconds path user
    ClusterTrustBundleProjection name signerName labelSelector:LabelSelector optional path user
    PodCertificateProjection signerName keyType maxExpirationSeconds credentialBundlePath keyPath certificateChainPath \
    userAnnotations user
    ConfigMapKeySelector name key optional
    SecretKeySelector name key optional
    FileKeySelector volumeName path key optional
    HTTPHeader name value
    SleepAction seconds
    NodeSelectorTerm matchExpressions:NodeSelectorRequirement matchFields:NodeSelectorRequirement
    NodeSelectorRequirement key operator values
    """
}
