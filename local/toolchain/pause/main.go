// The process that holds a pod's namespaces open: it sleeps until it is asked
// to end. Kubernetes pulls an image with such a program from a registry; the
// built-in cluster has none to pull from.
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGINT, syscall.SIGTERM)
	<-end
}
