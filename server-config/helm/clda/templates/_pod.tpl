{{/* Of either arm: the root, with "arm" set to canary for the canary. */}}
{{- define "clda.pod" -}}
{{- $arm := .arm | default "stable" -}}
serviceAccountName: {{ include "clda.name" . }}
automountServiceAccountToken: false
# A Service that is called clda would set CLDA_PORT, which is a property of the server.
enableServiceLinks: false
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
# On SIGTERM a node serves on for clda.stop.service and takes up to ten seconds to leave. There is no preStop hook: the node
# itself waits until nobody sends requests any more.
terminationGracePeriodSeconds: {{ add (int .Values.stop.serviceSeconds) 15 }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
topologySpreadConstraints:
  {{- if .Values.topologySpreadConstraints }}
  {{- toYaml .Values.topologySpreadConstraints | nindent 2 }}
  {{- else }}
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - topologyKey: {{ . }}
    maxSkew: 1
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include (ternary "clda.canary.selector" "clda.selector" (eq $arm "canary")) $ | nindent 8 }}
  {{- end }}
  {{- end }}
containers:
  - name: clda
    image: {{ include (ternary "clda.canary.image" "clda.image" (eq $arm "canary")) . }}
    imagePullPolicy: {{ .Values.image.pullPolicy }}
    # The image starts with the embedded store otherwise.
    args: ["@/clda/postgresql"]
    ports:
      - name: web
        containerPort: 8080
        protocol: TCP
    envFrom:
      - configMapRef:
          name: {{ include "clda.name" . }}
    env:
      - name: JAVA_TOOL_OPTIONS
        value: {{ printf "-Dmp.config.profile=prod %s" .Values.java.options | trim | quote }}
      {{- if eq $arm "canary" }}
      - name: CLDA_RELEASE_ARM
        value: canary
      {{- end }}
      - name: CLDA_DB_USER
        valueFrom:
          secretKeyRef:
            name: {{ .Values.database.secret.name }}
            key: {{ .Values.database.secret.userKey }}
      - name: CLDA_DB_PASSWORD
        valueFrom:
          secretKeyRef:
            name: {{ .Values.database.secret.name }}
            key: {{ .Values.database.secret.passwordKey }}
      {{- range .Values.secretProperties }}
      - name: {{ include "clda.variable" .property }}
        valueFrom:
          secretKeyRef:
            name: {{ .secret }}
            key: {{ .key }}
      {{- end }}
    {{- include "clda.probes" . | nindent 4 }}
    resources:
      {{- toYaml .Values.resources | nindent 6 }}
    securityContext:
      allowPrivilegeEscalation: false
      privileged: false
      readOnlyRootFilesystem: true
      capabilities:
        drop:
          - ALL
    volumeMounts:
      - name: tmp
        mountPath: /tmp
      - name: data
        mountPath: /data
      {{- range $mount := include "clda.mounts" . | fromYamlArray }}
      - name: {{ $mount.name }}
        mountPath: /etc/clda/{{ $mount.name }}
        readOnly: {{ not $mount.written }}
      {{- end }}
      {{- with .Values.extraVolumeMounts }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: {{ .Values.tmp }}
  {{- if not .Values.data.volume.enabled }}
  - name: data
    emptyDir:
      sizeLimit: {{ .Values.data.scratch }}
  {{- end }}
  {{- range $mount := include "clda.mounts" . | fromYamlArray }}
  - name: {{ $mount.name }}
    {{- toYaml $mount.source | nindent 4 }}
  {{- end }}
  {{- with .Values.extraVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{/* What a node writes to its volume outlives it: a restore needs the erasures, and the anchors show what was cut off. */}}
{{- define "clda.volume.kept" -}}
persistentVolumeClaimRetentionPolicy:
  whenDeleted: Retain
  whenScaled: Retain
{{- end -}}

{{- define "clda.volume.claims" -}}
{{- with .Values.data.volume -}}
{{- if .enabled -}}
volumeClaimTemplates:
  - apiVersion: v1
    kind: PersistentVolumeClaim
    metadata:
      name: data
    spec:
      accessModes:
        - {{ .accessMode }}
      {{- with .storageClass }}
      storageClassName: {{ . }}
      {{- end }}
      resources:
        requests:
          storage: {{ .size }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The paths are on the port of the application. Kubernetes asks by the address of the pod, which is always an allowed name. */}}
{{- define "clda.probes" -}}
{{- $probe := dict "scheme" (include "clda.scheme" .) "port" "web" -}}
startupProbe:
  # The port is closed until the application is there.
  httpGet:
    {{- toYaml (set $probe "path" "/health/live") | nindent 4 }}
  periodSeconds: 3
  timeoutSeconds: 3
  failureThreshold: {{ div (add (int .Values.probes.startSeconds) 2) 3 }}
livenessProbe:
  # Down only if a restart helps: not while the database is away.
  httpGet:
    {{- toYaml (set $probe "path" "/health/live") | nindent 4 }}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  # Often enough to be noticed within clda.stop.service.
  httpGet:
    {{- toYaml (set $probe "path" "/health/ready") | nindent 4 }}
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: 2
{{- end -}}

{{/* What is mounted below /etc/clda, each by its name. Files of Secrets can be read by the group of the process alone. */}}
{{- define "clda.mounts" -}}
- name: keys
  source:
    projected:
      defaultMode: 288 # 0440
      sources:
        - secret:
            name: {{ .Values.keys.masterKey.secret }}
            items:
              - key: {{ .Values.keys.masterKey.key }}
                path: master-key.json
        {{- with .Values.keys.tokenKey.secret }}
        - secret:
            name: {{ . }}
            items:
              - key: {{ $.Values.keys.tokenKey.key }}
                path: token-key.json
        {{- end }}
{{- with .Values.accounts.secret }}
- name: accounts
  source:
    secret:
      secretName: {{ . }}
      defaultMode: 288 # 0440
{{- end }}
{{- with .Values.monitoring.token.secret }}
- name: metrics
  source:
    secret:
      secretName: {{ . }}
      defaultMode: 288 # 0440
{{- end }}
{{- with .Values.tls.secret }}
- name: tls
  source:
    secret:
      secretName: {{ . }}
      defaultMode: 288 # 0440
{{- end }}
{{- with .Values.database.certificateAuthority.configMap }}
- name: database
  source:
    configMap:
      name: {{ . }}
{{- end }}
{{- with .Values.understanding.claim }}
- name: nlu
  written: true
  source:
    persistentVolumeClaim:
      claimName: {{ . }}
{{- end }}
{{- with .Values.understanding.configMap }}
- name: nlu
  source:
    configMap:
      name: {{ . }}
{{- end }}
{{- with .Values.prompts.configMap }}
- name: prompts
  source:
    configMap:
      name: {{ . }}
{{- end }}
{{- with .Values.presets.configMap }}
- name: presets
  source:
    configMap:
      name: {{ . }}
{{- end }}
{{- end -}}
