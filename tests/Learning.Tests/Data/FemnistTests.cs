using Federated.Learning.Data;
using Federated.Learning.Data.Leaf;
using Xunit;

namespace Federated.Learning.Tests.Data;

public sealed class FemnistTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Users_become_the_natural_partition()
    {
        _folder.WriteText("data/train/all_1.json", Json("[\"b\"]", "[1]", User("b", [3], 0.0)));
        _folder.WriteText("data/train/all_0.json", Json("[\"a\",\"c\"]", "[2,1]", User("a", [61, 0], 1.0) + "," + User("c", [5], 0.2)));
        _folder.WriteText("data/test/t.json", Json("[\"a\"]", "[1]", User("a", [7], 0.4)));
        var data = Load();
        Assert.Equal([61, 0, 5, 3], data.Train.Labels.ToArray());
        Assert.Equal([7], data.Test.Labels.ToArray());
        Assert.Equal(62, data.Train.Classes);
        Assert.Equal(3, data.Natural!.Clients);
        Assert.Equal([0, 1], data.Natural[0].ToArray());
        Assert.Equal([2], data.Natural[1].ToArray());
        Assert.Equal([3], data.Natural[2].ToArray());
        var image = new float[784];
        ((ImageSet)data.Train).Gather([2], image);
        Assert.Equal((0.2 - .96424) / .15768, image[783], 1e-4);
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "expected an object")]
    [InlineData("{\"users\":[]}", "no user_data")]
    [InlineData("{\"users\":[\"z\"],\"user_data\":{}}", "user z is in users")]
    [InlineData("{\"user_data\":{\"a\":{\"x\":[[0,1]],\"y\":[0]}}}", "2 pixels; expected 784")]
    [InlineData("{\"user_data\":{\"a\":{\"x\":[[0.5,2.5]],\"y\":[0]}}}", "2.5; expected 784 numbers in [0, 1]")]
    [InlineData("{\"user_data\":{\"a\":{\"x\":[],\"y\":[0]}}}", "0 images in x and 1 labels in y")]
    [InlineData("{\"user_data\":{\"a\":{\"x\":[],\"y\":[0.5]}}}", "no integer")]
    [InlineData("{\"user_data\":{\"a\":{\"x\":[\"p\"],\"y\":[0]}}}", "x of user a holds String")]
    public void Files_of_another_form_are_refused(string json, string expected)
    {
        var path = _folder.WriteText("train/a.json", json);
        _folder.WriteText("test/a.json", json);
        var message = Assert.Throws<InputException>(() => Load()).Message;
        Assert.StartsWith(path, message);
        Assert.Contains(expected, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Wrong_counts_and_labels_are_refused()
    {
        _folder.WriteText("test/a.json", Json("[\"a\"]", "[1]", User("a", [7], 0.4)));
        _folder.WriteText("train/a.json", Json("[\"a\"]", "[2]", User("a", [7], 0.4)));
        Assert.Contains("num_samples says 2", Assert.Throws<InputException>(() => Load()).Message);
        _folder.WriteText("train/a.json", Json("[\"a\"]", "[1]", User("a", [62], 0.4)));
        Assert.Contains("label 62 of user a", Assert.Throws<InputException>(() => Load()).Message);
    }

    [Fact]
    public void A_folder_without_files_is_refused()
    {
        Directory.CreateDirectory(_folder["train"]);
        Directory.CreateDirectory(_folder["test"]);
        Assert.Contains("no samples in 0 files", Assert.Throws<InputException>(() => Load()).Message);
    }

    private FederatedDataset Load() =>
        new DatasetCatalogue(new DataLocations("none", "none")).Load(new FemnistOptions { Folder = _folder.Root }, 0);

    private static string Json(string users, string counts, string data) =>
        $"{{\"users\":{users},\"num_samples\":{counts},\"user_data\":{{{data}}}}}";

    private static string User(string name, int[] labels, double pixel)
    {
        var image = $"[{string.Join(",", Enumerable.Repeat(pixel.ToString("R"), 784))}]";
        return $"\"{name}\":{{\"x\":[{string.Join(",", labels.Select(_ => image))}],\"y\":[{string.Join(",", labels)}]}}";
    }
}
