package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// playedAPI answers as an API server with the webhooks of OpenKruise would; broken names what is amiss.
func playedAPI(t *testing.T, broken string) client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Kind string
			Spec struct {
				Template struct {
					Metadata struct{ Labels map[string]string }
				}
			}
		}
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			t.Error(err)
		}
		if r.Method != http.MethodPost || r.URL.Query().Get("dryRun") != "All" {
			t.Errorf("%s %s would leave something behind", r.Method, r.URL)
		}
		refuse := func(message string) {
			w.WriteHeader(http.StatusBadRequest)
			json.NewEncoder(w).Encode(apiError{Message: message})
		}
		switch {
		case broken == "no webhook is reached":
			refuse("failed calling webhook: connection refused")
		case body.Kind == "StatefulSet" && broken == "no conversion":
			refuse("conversion webhook failed")
		case body.Kind == "CloneSet" && body.Spec.Template.Metadata.Labels["app"] != "bed-probe" && broken != "no validation":
			refuse("admission webhook \"vcloneset.kb.io\" denied the request")
		case broken == "no defaults":
			w.Write([]byte(`{"spec": {}}`))
		default:
			w.Write([]byte(`{"spec": {"updateStrategy": {"type": "ReCreate"}}}`))
		}
	}))
	t.Cleanup(server.Close)
	return client{http: server.Client(), base: server.URL}
}

func TestKruiseAnswers(t *testing.T) {
	for broken, wanted := range map[string]string{
		"": "", "no webhook is reached": "does not answer", "no conversion": "Advanced StatefulSet is not accepted",
		"no validation": "an invalid CloneSet was accepted", "no defaults": "got no defaults",
	} {
		err := kruiseAnswers(t.Context(), playedAPI(t, broken))
		if wanted == "" && err != nil || wanted != "" && (err == nil || !strings.Contains(err.Error(), wanted)) {
			t.Errorf("%q: got %v, wanted %q", broken, err, wanted)
		}
	}
}

func TestWebhooksPointAt(t *testing.T) {
	ca := filepath.Join(t.TempDir(), "ca")
	if err := os.WriteFile(ca, []byte("CA\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	config := func(url, ca string) object { return object{"url": url, "caBundle": []byte(ca)} }
	good := config("https://127.0.0.1:7/x", "CA")
	for what, change := range map[string]func(objects map[string]object){
		"": func(map[string]object) {},
		"points at": func(objects map[string]object) {
			objects[kruiseProduct.validatingPath()] = hooks(good, config("https://127.0.0.1:8/x", "CA"))
		},
		"another CA": func(objects map[string]object) {
			objects[kruiseProduct.mutatingPath()] = hooks(config("https://127.0.0.1:7/x", "old"))
		},
		"lists no webhooks": func(objects map[string]object) { objects[kruiseProduct.mutatingPath()] = hooks() },
		"conversion of statefulsets.apps.kruise.io": func(objects map[string]object) {
			objects[crdPath+"statefulsets.apps.kruise.io"] = converted(config("", ""))
		},
	} {
		objects := map[string]object{
			kruiseProduct.mutatingPath():            hooks(good),
			kruiseProduct.validatingPath():          hooks(good, good),
			crdPath + "statefulsets.apps.kruise.io": converted(good),
		}
		change(objects)
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			json.NewEncoder(w).Encode(objects[r.URL.Path])
		}))
		err := client{http: server.Client(), base: server.URL}.webhooksPointAt(t.Context(), kruiseProduct, 7, ca)
		server.Close()
		if what == "" && err != nil || what != "" && (err == nil || !strings.Contains(err.Error(), what)) {
			t.Errorf("wanted %q, got %v", what, err)
		}
	}
}

func hooks(configs ...object) object {
	var list []object
	for _, config := range configs {
		list = append(list, object{"name": "hook", "clientConfig": config})
	}
	return object{"webhooks": list}
}

func converted(config object) object {
	return object{"spec": object{"conversion": object{"webhook": object{"clientConfig": config}}}}
}
