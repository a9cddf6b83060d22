using Federated.Learning;
using Federated.Simulator.Reports;
using Xunit;

namespace Federated.Simulator.Tests.Reports;

public sealed class RunFolderTests : IDisposable
{
    private const string TwoRounds = """
        {"round":1,"train_loss":2.0,"test_loss":1.9,"test_accuracy":0.3,"seconds":1.5,"bytes_up":10,"bytes_down":20,"clients":4,"rejected":0}
        {"round":2,"train_loss":1.5,"test_loss":null,"seconds":1.0,"bytes_up":10,"bytes_down":20,"clients":4,"rejected":0,"new_key":[1]}

        """;

    private const string Summary = """{"name":"job","algorithm":"fedspeed","seed":18446744073709551615,"versions":{"b":"2","a":1}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_is_read_with_absent_numbers_as_null_and_unknown_keys_ignored()
    {
        var run = RunFolder.Read(_folder.Run("a", TwoRounds, Summary, "name: job\n"));

        Assert.Equal("a", run.Folder);
        Assert.Equal([0.3, null], run.Rounds.Select(round => round.TestAccuracy));
        Assert.Equal([1.9, null], run.Rounds.Select(round => round.TestLoss));
        Assert.Equal([1.5, 1.0], run.Rounds.Select(round => round.Seconds));
        Assert.Equal("name: job\n", run.Experiment);
        Assert.Empty(run.Notes);
    }

    [Fact]
    public void The_largest_seed_and_versions_of_any_type_survive()
    {
        var summary = RunFolder.Read(_folder.Run("a", TwoRounds, Summary)).Summary!;

        Assert.Equal(ulong.MaxValue, summary.Seed);
        Assert.Equal(["a=1", "b=2"], summary.Versions.Select(version => $"{version.Key}={version.Value}"));
    }

    [Fact]
    public void A_line_cut_off_by_a_crash_costs_only_that_line()
    {
        var run = RunFolder.Read(_folder.Run("a", TwoRounds + """{"round":3,"train_lo"""));

        Assert.Equal([1, 2], run.Rounds.Select(round => round.Round));
        Assert.Contains(run.Notes, note => note.Contains("cut off", StringComparison.Ordinal));
        Assert.Contains("Interrupted after round 2.", run.Notes);
    }

    [Fact]
    public void A_run_that_died_before_its_first_round_is_still_a_run()
    {
        var run = RunFolder.Read(_folder.Run("a", ""));

        Assert.Empty(run.Rounds);
        Assert.Equal(["Interrupted before round 1 was complete."], run.Notes);
    }

    [Fact]
    public void Rounds_repeated_after_a_resume_replace_the_earlier_ones()
    {
        var lines = new[] { (1, 0.1), (2, 0.2), (3, 0.3), (2, 0.25), (3, 0.35) };
        var run = RunFolder.Read(_folder.Run(
            "a", string.Concat(lines.Select(line => FormattableString.Invariant($"{{\"round\":{line.Item1},\"test_accuracy\":{line.Item2}}}\n"))), Summary));

        Assert.Equal([0.1, 0.25, 0.35], run.Rounds.Select(round => round.TestAccuracy));
        Assert.Equal(["Resumed at round 2."], run.Notes);
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_left_out_and_said()
    {
        var run = RunFolder.Read(_folder.Run(
            "a", """{"round":1,"train_loss":"NaN","test_loss":"Infinity","test_accuracy":"NaN","rejected":2}""" + "\n", Summary));

        Assert.Null(run.Rounds[0].TrainLoss);
        Assert.Null(run.Rounds[0].TestLoss);
        Assert.Null(run.Rounds[0].TestAccuracy);
        Assert.Contains(run.Notes, note => note.Contains("round 1", StringComparison.Ordinal));
        Assert.Contains("Client updates left out because they held NaN or infinity: 2.", run.Notes);
    }

    [Theory]
    [InlineData("""{"round":"one"}""", "'round'")]
    [InlineData("""{"round":-1}""", "'round'")]
    [InlineData("""{"train_loss":1}""", "'round' is missing")]
    [InlineData("""{"round":1,"test_accuracy":84.1}""", "[0, 1]")]
    [InlineData("""{"round":1,"train_loss":"low"}""", "'train_loss'")]
    [InlineData("""{"round":1,"seconds":-1}""", "at least 0")]
    [InlineData("""{"round":1,"rejected":1.5}""", "'rejected'")]
    [InlineData("""[1]""", "a JSON object")]
    [InlineData("""{"round":1,""", "not valid JSON")]
    public void A_bad_line_is_refused_in_one_line_that_names_file_and_line(string line, string expected)
    {
        var path = _folder.Run("a", TwoRounds + line + "\n" + """{"round":4}""" + "\n", Summary);

        var message = Assert.Throws<InputException>(() => RunFolder.Read(path)).Message;

        Assert.Contains("metrics.jsonl line 3", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("""{"algorithm":"fedavg"}""", "'name' is missing")]
    [InlineData("""{"name":"a","algorithm":7}""", "'algorithm'")]
    [InlineData("""{"name":"a","algorithm":"b","seed":-1}""", "'seed'")]
    [InlineData("""{"name":"a","algorithm":"b","versions":[]}""", "'versions'")]
    [InlineData("{", "not valid JSON")]
    public void A_bad_summary_is_refused_with_file_and_key(string summary, string expected)
    {
        var path = _folder.Run("a", TwoRounds, summary);

        var message = Assert.Throws<InputException>(() => RunFolder.Read(path)).Message;

        Assert.Contains("summary.json", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("""{"classes":2,"counts":[]}""", "'clients'")]
    [InlineData("""{"clients":1,"classes":2}""", "'counts' is missing")]
    [InlineData("""{"clients":1,"classes":2,"counts":[[1,2],[3,4]]}""", "at most one per client")]
    [InlineData("""{"clients":2,"classes":2,"counts":[[1,2],[3]]}""", "client 1")]
    [InlineData("""{"clients":2,"classes":2,"counts":[[1,-2]]}""", "class 1")]
    [InlineData("""{"clients":2,"classes":2,"class_names":["a"],"counts":[]}""", "'class_names'")]
    [InlineData("""{"clients":2,"classes":1000000000,"counts":[]}""", "'classes'")]
    public void A_bad_partition_is_refused_with_file_and_key(string partition, string expected)
    {
        var path = _folder.Run("a", TwoRounds, Summary, partition: partition);

        var message = Assert.Throws<InputException>(() => RunFolder.Read(path)).Message;

        Assert.Contains("partition.json", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_partition_without_class_names_numbers_its_classes()
    {
        var run = RunFolder.Read(_folder.Run("a", TwoRounds, partition: """{"clients":5,"classes":2,"shown":1,"counts":[[7,0]]}"""));

        Assert.Equal(["0", "1"], run.Partition!.ClassNames);
        Assert.Equal([7, 0], run.Partition.Counts.Single());
    }

    [Fact]
    public void A_folder_that_is_no_run_is_refused_with_what_makes_one()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Root, "empty"));

        var missing = Assert.Throws<InputException>(() => RunFolder.Read(Path.Combine(_folder.Root, "nowhere"))).Message;
        var empty = Assert.Throws<InputException>(() => RunFolder.Read(Path.Combine(_folder.Root, "empty"))).Message;
        var none = Assert.Throws<InputException>(() => RunFolder.Find(_folder.Root)).Message;

        Assert.Contains("no such folder", missing, StringComparison.Ordinal);
        Assert.Contains("no metrics.jsonl", empty, StringComparison.Ordinal);
        Assert.Contains("no metrics.jsonl", none, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_runs_stands_for_the_runs_below_it_in_order()
    {
        _folder.Run("job/fedspeed/seed2", TwoRounds);
        _folder.Run("job/fedspeed/seed1", TwoRounds);
        _folder.Run("job/fedavg", TwoRounds);
        _folder.Run("job/fedavg/checkpoint", TwoRounds);

        var found = RunFolder.Find(Path.Combine(_folder.Root, "job"));

        Assert.Equal(
            ["job/fedavg", "job/fedspeed/seed1", "job/fedspeed/seed2"],
            found.Select(run => Path.GetRelativePath(_folder.Root, run).Replace('\\', '/')));
    }
}
