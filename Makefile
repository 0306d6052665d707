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
test: build  ## the fast tests
	dotnet test Simulator.sln -c $(C) --no-build --filter 'TestCategory!=Slow'
bench: build ## packet-hops at full size; PEER=file.cc compares with a program in C++ (see tests/Bench/DumbbellBenchmark.cs)
	$(if $(PEER),g++ -O2 -o .build/peer $(PEER))
	BENCH=1 $(if $(PEER),BENCH_PEER=.build/peer) $(TESTS) --filter 'TestCategory=Bench' --output Detailed --show-stdout All
ci: build    ## what the build server runs
	dotnet format Simulator.sln --no-restore --verify-no-changes
	$(MAKE) test
.PHONY: help build fmt test bench ci
