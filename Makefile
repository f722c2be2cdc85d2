# Everything that people and CI do here. `make` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help build image up down test coverage simulate replicas bench format clean

SEEDS ?= 1000
LENGTH ?= 120
IMAGE ?= plumb

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

build: ## leaves a runnable bin/plumb
	@eng/build.sh

image: ## builds the container image that deploy/compose.yaml runs: IMAGE=plumb
	@eng/image.sh $(IMAGE)

up: build ## runs Plumb on a sample repository, or on yours: REPO= REVISION= DIR= DATA= LISTEN=; ONCE=1 shows one healing and stops
	@REPO='$(REPO)' REVISION='$(REVISION)' DIR='$(DIR)' DATA='$(DATA)' LISTEN='$(LISTEN)' ONCE='$(ONCE)' eng/up.sh

down: ## stops the private engine that make up started; its data stays
	@eng/machine/stop-engine.sh .plumb/engine

test: ## installs what the tests need, builds, runs all tests and the coverage check; ends with "N passed, N failed"
	@eng/test.sh

simulate: ## the seeded simulation of the loop, the planners and target states: SEEDS=N, FIRST=SEED to replay one
	@PLUMB_SIMULATION_SEEDS=$(SEEDS) PLUMB_SIMULATION_FIRST=$(FIRST) dotnet test tests/Plumb.Simulation --nologo

replicas: ## three control planes over one PostgreSQL, killed one after the other under load, PostgreSQL restarted: LENGTH=seconds
	@PLUMB_REPLICAS_SECONDS=$(LENGTH) dotnet test tests/Plumb.Replicas --nologo --logger 'console;verbosity=detailed'

bench: build ## the benchmarks, side by side with what they are compared to
	@bench/run

format: ## fails where the code is not formatted as .editorconfig says
	@dotnet format Plumb.slnx --verify-no-changes

clean: ## removes what was built; data under .plumb stays
	@rm -rf artifacts bin
