using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.ZerothOrder;

/// <summary>What was sealed comes back; what is damaged is named and never applied.</summary>
public sealed class SealedLogTests : IDisposable
{
    private const int HeaderBytes = 108;

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("rounds.log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_log_gives_back_its_rounds()
    {
        Write(Rounds.Full(0), Rounds.Full(1), Rounds.Full(2) with { AgreedHash = null, Machines = [], Joining = [], Leaving = [] });
        Assert.Equal(Rounds.Header, SealedLog.Check(Path).Header);
        var rounds = SealedLog.Read(Path, Rounds.Header).ToArray();
        Assert.Equal(3, rounds.Length);
        Assert.Equivalent(Rounds.Full(1), rounds[1], strict: true);
        var scheme = new SealedScheme { Samples = 3 };
        Assert.Equal((32, 3), (scheme.PayloadBits(rounds[0]), scheme.ValidSamples(rounds[0])));
        Assert.Null(rounds[2].AgreedHash);
    }

    [Fact]
    public void The_golden_rounds_end_in_their_weights()
    {
        Write([.. Rounds.Golden()]);
        var replica = new Replica(Rounds.Header, Reference.Start());
        foreach (var round in SealedLog.Read(Path, Rounds.Header))
        {
            Assert.Equal(1, replica.Offer(round));
        }

        Assert.Equal(0x81087f6da0efab51ul, System.IO.Hashing.XxHash64.HashToUInt64(System.Runtime.InteropServices.MemoryMarshal.AsBytes(replica.Theta)));
    }

    /// <summary>A log as it was written once: every later version and every machine has to read it, and to write it byte for byte.</summary>
    [Fact]
    public void The_golden_log_is_read_and_written_for_good()
    {
        var golden = System.IO.Path.Combine(AppContext.BaseDirectory, "ZerothOrder", "golden.log");
        var replica = new Replica(Rounds.Header, Reference.Start());
        replica.Offer(SealedLog.Read(golden, Rounds.Header));
        Assert.Equal(100, replica.Next);
        Assert.Equal(0x81087f6da0efab51ul, System.IO.Hashing.XxHash64.HashToUInt64(System.Runtime.InteropServices.MemoryMarshal.AsBytes(replica.Theta)));

        Write([.. Rounds.Golden()]);
        Assert.Equal(File.ReadAllBytes(golden), File.ReadAllBytes(Path));
    }

    [Fact]
    public void A_log_goes_on_where_it_stopped()
    {
        Write(Rounds.Full(0));
        string chain;
        using (var log = SealedLog.Open(Path, Rounds.Header))
        {
            Assert.Equal((1, 0), (log.Rounds, log.CutBytes));
            log.Append(Rounds.Full(1));
            chain = log.Chain;
            Assert.Contains("expected round 2", Assert.Throws<ArgumentException>(() => log.Append(Rounds.Full(3))).Message, StringComparison.Ordinal);
        }

        File.Delete(Path);
        Write(Rounds.Full(0), Rounds.Full(1));
        using var whole = SealedLog.Open(Path, Rounds.Header);
        Assert.Equal(chain, whole.Chain);
        Assert.Throws<InputException>(() => SealedLog.Create(Path, Rounds.Header));
    }

    /// <summary>A crash while the last record was written, at every byte of it.</summary>
    [Fact]
    public void An_unfinished_record_is_cut_off()
    {
        Write(Rounds.Full(0), Rounds.Full(1));
        var two = File.ReadAllBytes(Path);
        File.Delete(Path);
        Write(Rounds.Full(0));
        var one = File.ReadAllBytes(Path);
        for (var length = one.Length; length < two.Length; length++)
        {
            File.WriteAllBytes(Path, two[..length]);
            Assert.Single(SealedLog.Read(Path, Rounds.Header));
            using (var log = SealedLog.Open(Path, Rounds.Header))
            {
                Assert.Equal((1, length - one.Length), (log.Rounds, log.CutBytes));
                log.Append(Rounds.Full(1));
            }

            Assert.Equal(two, File.ReadAllBytes(Path));
        }
    }

    [Fact]
    public void A_flipped_bit_is_named_and_the_rounds_before_it_are_kept()
    {
        Write(Rounds.Full(0));
        var first = new FileInfo(Path).Length;
        File.Delete(Path);
        Write(Rounds.Full(0), Rounds.Full(1), Rounds.Full(2));
        var good = File.ReadAllBytes(Path);
        for (var position = 0; position < good.Length; position++)
        {
            var bad = (byte[])good.Clone();
            bad[position] ^= (byte)(1 << (position % 8));
            File.WriteAllBytes(Path, bad);
            var read = new List<SealedRound>();
            var error = Assert.Throws<InputException>(() => read.AddRange(SealedLog.Read(Path, Rounds.Header)));
            Assert.Contains(position < HeaderBytes ? "does not begin as one" : "is damaged", error.Message, StringComparison.Ordinal);
            Assert.True(position >= first || read.Count == 0);
            Assert.Throws<InputException>(() => SealedLog.Open(Path, Rounds.Header));
            Assert.Equal(bad, File.ReadAllBytes(Path));
        }
    }

    [Fact]
    public void A_log_of_something_else_is_refused_with_what_differs()
    {
        Write(Rounds.Full(0));
        AssertRefused("run key is 89abcdef01234567; expected 0000000000000001", Rounds.Header with { RunKey = 1 });
        AssertRefused("a model of 4096 parameters with layout aaaaaaaa; expected 4096 parameters with layout bbbbbbbb", Rounds.Header with { LayoutHash = new string('b', 64) });
        AssertRefused("expected 5 parameters", Rounds.Header with { Dimension = 5 });
        AssertRefused("Candidates = 9", Rounds.Header with { Scheme = new SealedScheme { Candidates = 9 } });
        AssertRefused("expected 0000000000000002", Rounds.Header with { GenesisHash = 2 });
        Assert.Throws<InputException>(() => SealedLog.Check(_folder.File("none.log")));
    }

    [Fact]
    public void Records_that_swap_places_break_the_chain()
    {
        Write(Rounds.Full(0), Rounds.Full(1), Rounds.Full(2));
        var bytes = File.ReadAllBytes(Path);
        var length = (bytes.Length - HeaderBytes) / 3;
        byte[] swapped = [.. bytes[..HeaderBytes], .. bytes[..(HeaderBytes + length)][HeaderBytes..], .. bytes[(HeaderBytes + (2 * length))..], .. bytes[(HeaderBytes + length)..(HeaderBytes + (2 * length))]];
        File.WriteAllBytes(Path, swapped);
        var error = Assert.Throws<InputException>(() => SealedLog.Open(Path, null));
        Assert.Contains("round 1 is damaged: its content does not match the chain", error.Message, StringComparison.Ordinal);
    }

    private void AssertRefused(string reason, LogHeader expected) =>
        Assert.Contains(reason, Assert.Throws<InputException>(() => SealedLog.Open(Path, expected)).Message, StringComparison.Ordinal);

    private void Write(params SealedRound[] rounds)
    {
        using var log = SealedLog.Create(Path, Rounds.Header);
        foreach (var round in rounds)
        {
            log.Append(round);
        }
    }
}
