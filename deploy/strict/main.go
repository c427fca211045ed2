// Reads Kubernetes objects from files and refuses what Kubernetes' own types do not know: a kind, a field, or its form.
package main

import (
	"fmt"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/kubernetes/scheme"
)

func main() {
	decoder := serializer.NewCodecFactory(scheme.Scheme, serializer.EnableStrict).UniversalDeserializer()
	objects, refused := 0, 0
	for _, name := range os.Args[1:] {
		content, err := os.ReadFile(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		for _, document := range strings.Split("\n"+string(content), "\n---") {
			if strings.TrimSpace(document) == "" {
				continue
			}
			objects++
			if _, _, err := decoder.Decode([]byte(document), nil, nil); err != nil {
				refused++
				fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
			}
		}
	}
	fmt.Printf("objects=%d refused=%d\n", objects, refused)
	if objects == 0 || refused > 0 {
		os.Exit(1)
	}
}
