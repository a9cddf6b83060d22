using Federated.Learning.Rounds;
using Xunit;
using static Federated.Learning.Tests.Rounds.StateStores;

namespace Federated.Learning.Tests.Rounds;

/// <summary>What of a checkpoint is missing, cut off or of another model is refused.</summary>
public sealed class ClientStateDamageTests
{
    [Fact]
    public void A_round_that_was_not_saved_is_refused()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InputException>(() => Open(folder).Restore(4));
        Assert.Contains("index-00000004.json", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"0\": ")]
    [InlineData("[1, 2]")]
    [InlineData("{\"0\": \"one\"}")]
    public void A_damaged_list_of_clients_is_refused(string text)
    {
        using var folder = new TemporaryFolder();
        var store = Open(folder);
        Replace(store, 1, 0);
        store.Save(1);
        var path = Directory.GetFiles(folder.Path, "index-*").Single();
        File.WriteAllText(path, text);
        var error = Assert.Throws<InputException>(() => Open(folder).Restore(1));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_state_is_refused_before_anything_is_trained()
    {
        using var folder = new TemporaryFolder();
        var path = SaveOne(folder);
        File.Delete(path);
        var error = Assert.Throws<InputException>(() => Open(folder).Restore(1));
        Assert.Equal($"{path}: the state of client 0 is missing; the checkpoint cannot be resumed", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(-1)]
    public void A_state_that_is_cut_off_is_refused_when_it_is_needed(int length)
    {
        using var folder = new TemporaryFolder();
        var path = SaveOne(folder);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, length < 0 ? bytes[..^1] : bytes[..length]);
        var store = Open(folder);
        store.Restore(1);
        var error = Assert.Throws<InputException>(() => Load(store, 0));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_another_model_is_refused()
    {
        using var folder = new TemporaryFolder();
        SaveOne(folder);
        var store = new ClientStateStore<float>(["h"], D + 1, folder.Path);
        store.Restore(1);
        Assert.Throws<InputException>(() => store.Load(0, new float[D + 1]));
    }
}
