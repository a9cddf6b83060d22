using Federated.Coordinator.Admission;
using Federated.Learning;
using Federated.Protocol;
using Xunit;

namespace Federated.Coordinator.Tests.Admission;

/// <summary>Tokens that are used once, on disk.</summary>
public sealed class EnrolmentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("federated-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string FilePath => Path.Combine(_folder, "enrolment.txt");

    private string LedgerPath => Path.Combine(_folder, "enrolment.db");

    [Fact]
    public void A_file_knows_all_tokens_that_were_made_for_it_and_holds_none_of_them()
    {
        var tokens = EnrolmentFile.Add(FilePath, 2).Concat(EnrolmentFile.Add(FilePath, 3)).ToArray();

        Assert.Equal(5, tokens.Distinct().Count());
        Assert.All(tokens, token => Assert.Equal(32, token.Length));
        Assert.Equal(tokens.Select(SecretHash.Of).Order(StringComparer.Ordinal), EnrolmentFile.Read(FilePath).Order(StringComparer.Ordinal));
        var text = File.ReadAllText(FilePath);
        Assert.All(tokens, token => Assert.DoesNotContain(token, text, StringComparison.Ordinal));
        Assert.False(SecretFile.IsReadableByOthers(FilePath));
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("-----BEGIN CERTIFICATE-----")]
    public void A_file_of_something_else_is_refused_and_left_alone(string line)
    {
        File.WriteAllText(FilePath, $"# heading\n\n{line}\n");

        Assert.Contains($"{FilePath}:3", Assert.Throws<InputException>(() => EnrolmentFile.Read(FilePath)).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => EnrolmentFile.Add(FilePath, 1));
        Assert.Equal($"# heading\n\n{line}\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_missing_file_is_refused() =>
        Assert.Contains("fed tokens", Assert.Throws<InputException>(() => EnrolmentFile.Read(FilePath)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_token_belongs_to_whoever_comes_with_it_first_also_after_a_restart()
    {
        using (var ledger = new EnrolmentLedger(LedgerPath))
        {
            Assert.Null(ledger.Bind("t1", EnrolmentLedger.Certified("one"), "one"));
            Assert.Null(ledger.Bind("t2", EnrolmentLedger.Knowing([1, 2, 3]), "two"));
        }

        using var again = new EnrolmentLedger(LedgerPath);
        Assert.Equal("one", again.Bind("t1", EnrolmentLedger.Certified("other"), "other"));
        Assert.Equal("one", again.Bind("t1", EnrolmentLedger.Knowing([1, 2, 3]), "one"));
        Assert.Equal("two", again.Bind("t2", EnrolmentLedger.Knowing([1, 2, 4]), "two"));
        Assert.Null(again.Bind("t1", EnrolmentLedger.Certified("one"), "one"));
        Assert.Null(again.Bind("t2", EnrolmentLedger.Knowing([1, 2, 3]), "renamed"));
    }

    [Fact]
    public void Of_many_who_come_at_once_with_a_token_one_gets_it()
    {
        using var ledger = new EnrolmentLedger(LedgerPath);
        var refused = 0;
        Parallel.For(0, 16, i =>
        {
            if (ledger.Bind("t", EnrolmentLedger.Certified($"{i}"), $"{i}") is not null)
            {
                Interlocked.Increment(ref refused);
            }
        });

        Assert.Equal(15, refused);
    }
}
