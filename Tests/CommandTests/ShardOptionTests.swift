import Testing
import TrustSim

@testable import TrustSimCommands

@Suite("The place in a job array")
struct ShardOptionTests {
    private func shard(_ value: String, _ environment: [String: String]) throws -> String {
        let spec = CommandSpec(name: "sweep", abstract: "", options: [ShardOption.option])
        let arguments = try ArgumentParser.parse(["--shard", value], for: spec)
        do {
            return try ShardOption.shard(arguments, environment: environment)?.description ?? "none"
        } catch {
            return error.message
        }
    }

    private func slurm(_ id: Int, _ count: Int, _ least: Int, _ most: Int, _ step: Int = 1) -> [String: String] {
        [
            "SLURM_ARRAY_TASK_ID": "\(id)", "SLURM_ARRAY_TASK_COUNT": "\(count)", "SLURM_ARRAY_TASK_MIN": "\(least)",
            "SLURM_ARRAY_TASK_MAX": "\(most)", "SLURM_ARRAY_TASK_STEP": "\(step)",
        ]
    }

    @Test("an array of Slurm may begin anywhere and go in steps")
    func slurmArrays() throws {
        #expect(try shard("auto", slurm(1, 8, 1, 8)) == "1/8")
        #expect(try shard("auto", slurm(0, 8, 0, 7)) == "1/8")
        #expect(try shard("auto", slurm(7, 8, 0, 7)) == "8/8")
        #expect(try shard("auto", slurm(12, 3, 10, 14, 2)) == "2/3")
        #expect(try shard("auto", slurm(5, 1, 5, 5)) == "1/1")
        #expect(try shard("auto/8", slurm(3, 8, 1, 8)) == "3/8")
    }

    @Test("a list of indices, another number of tasks and what is no number are refused with what was found")
    func wrongSlurmArrays() throws {
        #expect(
            try shard("auto", slurm(7, 3, 1, 7))
                == "'--shard auto' needs an array that is a range, such as 1-8 or 0-14:2: "
                + "SLURM_ARRAY_TASK_ID=7, SLURM_ARRAY_TASK_COUNT=3, SLURM_ARRAY_TASK_MIN=1, SLURM_ARRAY_TASK_MAX=7, "
                + "SLURM_ARRAY_TASK_STEP=1; give '--shard K/N'")
        #expect(
            try shard("auto/8", slurm(3, 2, 3, 4))
                == "'--shard auto/8': this array has SLURM_ARRAY_TASK_COUNT=2 tasks; for "
                + "some of the tasks of another one give '--shard K/8'")
        #expect(
            try shard("auto", ["SLURM_ARRAY_TASK_ID": "1"])
                == "'--shard auto' finds no SLURM_ARRAY_TASK_COUNT; give '--shard K/N'")
        #expect(
            try shard("auto", ["SLURM_ARRAY_TASK_ID": "x"])
                == "'--shard auto': SLURM_ARRAY_TASK_ID=x is not a whole number")
        for value in ["99999999999999999999", "-1", "1e3", "9223372036854775807"] {
            #expect(
                try shard("auto", ["JOB_COMPLETION_INDEX": value, "TRUSTSIM_SHARD_COUNT": "2"])
                    == "'--shard auto': JOB_COMPLETION_INDEX=\(value) is not a whole number")
        }
    }

    @Test("Kubernetes counts from 0 and GNU parallel from 1; of how many has to be said")
    func others() throws {
        #expect(try shard("auto/4", ["JOB_COMPLETION_INDEX": "0"]) == "1/4")
        #expect(try shard("auto", ["JOB_COMPLETION_INDEX": "3", "TRUSTSIM_SHARD_COUNT": "4"]) == "4/4")
        #expect(try shard("auto/4", ["PARALLEL_SEQ": "4"]) == "4/4")
        #expect(try shard("auto/4", ["PARALLEL_SEQ": "4", "TRUSTSIM_SHARD_COUNT": "9"]) == "4/4")
        #expect(
            try shard("auto", ["PARALLEL_SEQ": "4"])
                == "'--shard auto' finds PARALLEL_SEQ=4 but not of how many; give '--shard auto/N' or set "
                + "TRUSTSIM_SHARD_COUNT")
        #expect(
            try shard("auto/4", ["JOB_COMPLETION_INDEX": "4"])
                == "'--shard auto': JOB_COMPLETION_INDEX=4 is not one of 4 shards, counted from 0")
        #expect(
            try shard("auto/4", ["PARALLEL_SEQ": "0"])
                == "'--shard auto': PARALLEL_SEQ=0 is not one of 4 shards, counted from 1")
        #expect(
            try shard("auto/4", ["PARALLEL_SEQ": "1", "JOB_COMPLETION_INDEX": "1"])
                == "'--shard auto' finds more than one job array: JOB_COMPLETION_INDEX=1, PARALLEL_SEQ=1; give "
                + "'--shard K/N'")
        #expect(
            try shard("auto", ["SLURM_ARRAY_TASK_ID": ""])
                == "'--shard auto' finds no job array: none of SLURM_ARRAY_TASK_ID (Slurm), JOB_COMPLETION_INDEX "
                + "(Kubernetes) and PARALLEL_SEQ (GNU parallel) is set; give '--shard K/N'")
    }
}
