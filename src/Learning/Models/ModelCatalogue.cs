using Federated.Learning.Data;

namespace Federated.Learning.Models;

/// <summary>All networks by name.</summary>
public static class ModelCatalogue
{
    /// <summary>Names that experiment files may use.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["cnn28", "lenet", "2nn", "emnist-nn", "logistic", "pfl-cnn", "resnet18-gn", "lenet-sigmoid", "cnn-mean", "cnn-mnist", "cnn-cifar", "cnn-small", "word-nn"];

    /// <summary>Makes a network for samples of the given shape.</summary>
    /// <exception cref="InputException">Unknown name, or the network does not take this shape.</exception>
    public static Network Create(string name, SampleShape input, int classes)
    {
        if (!Names.Contains(name))
        {
            throw new InputException($"model.name: '{Printable.Shorten(name)}' is not known; expected one of {string.Join(", ", Names)}");
        }

        if (!Takes(name, input))
        {
            var others = string.Join(", ", Names.Where(other => Takes(other, input)));
            throw new InputException($"model.name: {name} does not take samples of {input}, which the data set has; expected one of {others}");
        }

        return name switch
        {
            "cnn28" => new Cnn28(input, classes),
            "lenet" => new LeNet(input, classes),
            "2nn" => new Perceptron(name, input, [200, 200], classes),
            "word-nn" => new Perceptron(name, input, [32], classes),
            "emnist-nn" => new Perceptron(name, input, [100, 100], classes),
            "pfl-cnn" => new PflCnn(input, classes),
            "resnet18-gn" => new ResNet18(input, classes),
            "lenet-sigmoid" => new SigmoidLeNet(input, classes),
            "cnn-mean" => new MeanPoolCnn(name, input, 16, 100, classes),
            "cnn-mnist" => new MeanPoolCnn(name, input, 32, 100, classes),
            "cnn-cifar" => new MeanPoolCnn(name, input, 64, 200, classes),
            "cnn-small" => new StridedCnn(input, classes),
            _ => new Perceptron(name, input, [], classes),
        };
    }

    /// <summary>Whether a network can be made for samples of this shape; fully connected ones take any.</summary>
    private static bool Takes(string name, SampleShape input)
    {
        var side = Math.Min(input.Height, input.Width);
        return name switch
        {
            "cnn28" => input is { Height: 28, Width: 28 },
            "lenet" => input is { Height: 32, Width: 32 },
            "pfl-cnn" => side >= 6,
            "resnet18-gn" => side >= 32,
            "cnn-mean" or "cnn-mnist" or "cnn-cifar" => side >= 4,
            _ => true,
        };
    }
}
