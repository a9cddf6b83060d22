namespace Federated.Attacks.Audit;

/// <summary>What the classes of well-known data sets are called.</summary>
public static class ClassNames
{
    private static readonly string[] _fashion = ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];
    private static readonly string[] _cifar = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Names by class; null: they go by their numbers.</summary>
    /// <param name="data">name of the data set in experiments</param>
    public static IReadOnlyList<string>? Of(string data) =>
        data.StartsWith("fashion-mnist", StringComparison.Ordinal) ? _fashion : data.StartsWith("cifar10", StringComparison.Ordinal) && data != "cifar100" ? _cifar : null;
}
