using Federated.Learning.Data;

namespace Federated.Learning.Models;

/// <summary>All networks by name.</summary>
public static class ModelCatalogue
{
    /// <summary>Names that experiment files may use.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["cnn28", "lenet", "2nn", "emnist-nn", "logistic", "pfl-cnn", "resnet18-gn"];

    /// <summary>Makes a network for samples of the given shape.</summary>
    /// <exception cref="InputException">Unknown name, or the network does not take this shape.</exception>
    public static Network Create(string name, SampleShape input, int classes)
    {
        switch (name)
        {
            case "cnn28":
                RequireSize(name, input, 28);
                return new Cnn28(input, classes);
            case "lenet":
                RequireSize(name, input, 32);
                return new LeNet(input, classes);
            case "2nn":
                return new Perceptron(name, input, [200, 200], classes);
            case "emnist-nn":
                return new Perceptron(name, input, [100, 100], classes);
            case "logistic":
                return new Perceptron(name, input, [], classes);
            case "pfl-cnn":
                RequireAtLeast(name, input, 6);
                return new PflCnn(input, classes);
            case "resnet18-gn":
                RequireAtLeast(name, input, 32);
                return new ResNet18(input, classes);
            default:
                throw new InputException($"model.name: '{name}' is not known; accepted: {string.Join(", ", Names)}");
        }
    }

    private static void RequireSize(string name, SampleShape input, int side)
    {
        if (input.Height != side || input.Width != side)
        {
            throw new InputException($"model.name: {name} takes {side}x{side} images, but the data set has {input}");
        }
    }

    private static void RequireAtLeast(string name, SampleShape input, int side)
    {
        if (input.Height < side || input.Width < side)
        {
            throw new InputException($"model.name: {name} takes images of at least {side}x{side}, but the data set has {input}");
        }
    }
}
