# One command for each thing people do every day. `make` alone lists them.
C ?= Release
TESTS = .build/bin/Tests/$(shell echo $(C) | tr A-Z a-z)/Tests
.DEFAULT_GOAL := help

help:        ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12
build:       ## compile everything, warnings are errors
	dotnet build Simulator.sln -c $(C) -v q --nologo
fmt:         ## format in place
	dotnet format Simulator.sln --no-restore
test: build  ## all tests but the slow ones
	$(TESTS) --filter 'TestCategory!=Slow'
slow: build  ## the slow tests: queueing theory, TCP formulas, long fuzzing
	$(TESTS) --filter 'TestCategory=Slow'
tools: build ## the tests that Debian's tools judge (tshark)
	$(TESTS) --filter 'TestCategory=Tools'
fuzz: build  ## the random tests at full length; a failure prints its seed
	$(TESTS) --filter 'TestCategory=Fuzz'
bench: build ## packet-hops, event queue and micro benchmarks at full size; PEER=file.cc runs a program in C++ beside them
	$(if $(PEER),g++ -O2 -o .build/peer $(PEER))
	BENCH=1 $(if $(PEER),BENCH_PEER=$(CURDIR)/.build/peer) $(TESTS) --filter 'TestCategory=Bench' --output Detailed --show-stdout All
validation: build ## the validation suite: known results, expected and got, over 5 seeds; ARGS="--seeds 1 mm1" for a part
	dotnet run -c $(C) experiments/scripts/validation.cs -- $(ARGS)
figures: build ## run the paper's experiment and draw its figures into results/runs
	.build/bin/Experiments/$(shell echo $(C) | tr A-Z a-z)/simulator run handover
ci:          ## what the build server runs
	.ci/run
.PHONY: help build fmt test slow tools fuzz bench validation figures ci
