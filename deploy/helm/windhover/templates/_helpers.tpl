{{- define "windhover.labels" -}}
app.kubernetes.io/name: windhover
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "windhover.selector" -}}
app.kubernetes.io/name: windhover
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .role }}
{{- end }}

{{- define "windhover.secret" -}}
{{- .Values.credentials.existingSecret | default (printf "%s-credentials" .Release.Name) -}}
{{- end }}

{{/* A pod of one role. A Deployment's pods are called by their address, those of a StatefulSet by their stable name. */}}
{{- define "windhover.pod" -}}
{{- $root := .root -}}
{{- $role := .role -}}
{{- $own := index $root.Values $role -}}
{{- $isStateful := has $role (list "data" "query") -}}
metadata:
  labels:
    {{- include "windhover.selector" . | nindent 4 }}
  annotations:
    checksum/config: {{ include (print $root.Template.BasePath "/configmap.yaml") $root | sha256sum }}
spec:
  terminationGracePeriodSeconds: {{ add $root.Values.drainSeconds 30 }}
  automountServiceAccountToken: false
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    seccompProfile: {type: RuntimeDefault}
  {{- with $root.Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: windhover
      image: "{{ $root.Values.image.repository }}:{{ $root.Values.image.tag | default $root.Chart.AppVersion }}"
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: {drop: [ALL]}
      env:
        - name: POD_NAME
          valueFrom: {fieldRef: {fieldPath: metadata.name}}
        - name: POD_IP
          valueFrom: {fieldRef: {fieldPath: status.podIP}}
      args:
        - serve
        - --config=/etc/windhover/config/windhover.yaml
        - --config=/etc/windhover/secret/secrets.yaml
        - --host=0.0.0.0
        - --port=19530
        - --http-port=9091
        - --data=/var/lib/windhover/data
        - --role={{ $role }}
        - --name=$(POD_NAME)
        {{- if $isStateful }}
        - --address=$(POD_NAME).{{ $root.Release.Name }}-{{ $role }}.{{ $root.Release.Namespace }}.svc:19540
        {{- else }}
        - --address=$(POD_IP):19540
        {{- end }}
      ports:
        - {name: clients, containerPort: 19530}
        - {name: members, containerPort: 19540}
        - {name: management, containerPort: 9091}
      startupProbe:
        httpGet: {path: /livez, port: management}
        periodSeconds: 2
        failureThreshold: 90
      livenessProbe:
        httpGet: {path: /livez, port: management}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: {path: /healthz, port: management}
        periodSeconds: 2
        timeoutSeconds: 2
      lifecycle:
        preStop:
          exec:
            # Whoever balances the load has time to take note before requests are refused; SIGTERM then drains.
            command: [sh, -c, sleep 5]
      resources:
        {{- toYaml $own.resources | nindent 8 }}
      volumeMounts:
        - {name: data, mountPath: /var/lib/windhover}
        - {name: tmp, mountPath: /tmp}
        - {name: config, mountPath: /etc/windhover/config, readOnly: true}
        - {name: secret, mountPath: /etc/windhover/secret, readOnly: true}
        {{- if $root.Values.tls.membersSecret }}
        - {name: members-tls, mountPath: /etc/windhover/members-tls, readOnly: true}
        {{- end }}
        {{- if $root.Values.tls.clientsSecret }}
        - {name: clients-tls, mountPath: /etc/windhover/clients-tls, readOnly: true}
        {{- end }}
  {{- with $own.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $own.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $own.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  volumes:
    - {name: tmp, emptyDir: {}}
    - {name: config, configMap: {name: {{ $root.Release.Name }}-config}}
    - {name: secret, secret: {secretName: {{ include "windhover.secret" $root }}}}
    {{- if not $isStateful }}
    - {name: data, emptyDir: {}}
    {{- end }}
    {{- with $root.Values.tls.membersSecret }}
    - {name: members-tls, secret: {secretName: {{ . }}}}
    {{- end }}
    {{- with $root.Values.tls.clientsSecret }}
    - {name: clients-tls, secret: {secretName: {{ . }}}}
    {{- end }}
{{- end }}
