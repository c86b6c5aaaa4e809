# The node's first process. It is started in new mount, network, PID, UTS and IPC namespaces, makes them look like a machine of its own, runs
# the components and starts again what ends. When it is killed, the kernel ends every process, mount and network device of the node with it.
#
# Arguments: state directory, node name, node address, gateway address. As process 1, bash also reaps orphans.
set -euo pipefail

state=$1
name=$2
address=$3
gateway=$4

# Process id and start time as the host sees them: /proc is still the host's. The redirection is opened by this very process.
record_process() {
  local fields
  read -ra fields </proc/self/stat
  echo "${fields[0]} ${fields[21]}" >"$state/node.process.new"
  mv "$state/node.process.new" "$state/node.process"
}

# One node for one state directory, even when two are started at once. The lock lasts as long as any process of the node.
lock_state() {
  exec 9>"$state/node.lock"
  flock --nonblock 9
}

# The host's side makes the link after this process has recorded itself. If it never does, it was interrupted.
await_link() {
  for _ in {1..300}; do
    if ip link show eth0 &>/dev/null; then return; fi
    sleep 0.1
  done
  echo "No network link within 30 seconds." >&2
  exit 1
}

# /var and /run are the node's own; everything else is the host's. Mounts of the host come in, so that it can unmount what it mounted; none go out.
mount_node() {
  mount -t proc proc /proc
  mount --make-rshared /
  mkdir -p "$state"/var/{lib/kubelet,lib/containerd,log,tmp}
  # User and group of the Postgres images. A static local volume takes its directory as it finds it.
  install --directory --owner 999 --group 999 --mode 0700 "$state/var/lib/spark-platform/postgres"
  ln -sfn /run "$state/var/run"
  mount --bind "$state/var" /var
  mount -t tmpfs -o mode=0755 tmpfs /run
  mount --bind "$state/config/hosts" /etc/hosts
}

# The kubelet sets these for the whole machine and does not start without them. It gets files in their place, and the host keeps its values.
shadow_kernel_settings() {
  local setting file
  mkdir /run/sysctl
  for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 \
    kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
    file=$(mktemp /run/sysctl/XXXXXX)
    echo "${setting#*=}" >"$file"
    mount --bind "$file" "/proc/sys/${setting%=*}"
  done
}

connect() {
  ip link set lo up
  ip address add "$address/30" dev eth0
  ip link set eth0 up
  ip route add default via "$gateway"
  echo 1 >/proc/sys/net/ipv4/ip_forward
}

declare -A component_of

start() {
  "$state/components/$1" </dev/null >>"$state/logs/$1.log" 2>&1 &
  component_of[$!]=$1
}

# Asks once a second who is alive: `wait -n` misses one of two that end at the same time.
supervise() {
  local script pid component
  for script in "$state"/components/*; do start "${script##*/}"; done
  while true; do
    sleep 1 || true
    for pid in "${!component_of[@]}"; do
      if kill -0 "$pid" 2>/dev/null; then continue; fi
      component=${component_of[$pid]}
      unset "component_of[$pid]"
      echo "$(date --iso-8601=seconds) $component ended and is started again" >>"$state/logs/$component.log"
      start "$component"
    done
  done
}

main() {
  lock_state
  record_process
  hostname "$name"
  await_link
  mount_node
  shadow_kernel_settings
  connect
  supervise
}

main
