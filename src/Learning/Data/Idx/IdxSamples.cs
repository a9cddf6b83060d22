namespace Federated.Learning.Data.Idx;

/// <summary>Makes labelled images out of a pair of IDX files.</summary>
internal static class IdxSamples
{
    /// <summary>Reads two files.</summary>
    public static ByteSampleSet Read(string imagesPath, string labelsPath, int classes, Normalisation normalisation) =>
        Join(IdxFile.Read(imagesPath, 3), imagesPath, IdxFile.Read(labelsPath, 1), labelsPath, classes, normalisation);

    /// <summary>Joins images [n, height, width] and labels [n].</summary>
    /// <exception cref="InputException">the counts differ, or a label is not below <paramref name="classes"/></exception>
    public static ByteSampleSet Join(
        IdxArray images, string imagesName, IdxArray labels, string labelsName, int classes, Normalisation normalisation)
    {
        if (images.Count != labels.Count)
        {
            throw new InputException($"{labelsName}: {labels.Count} labels; expected {images.Count}, one per image of {imagesName}");
        }

        var classOf = new int[labels.Count];
        for (var i = 0; i < classOf.Length; i++)
        {
            classOf[i] = labels.Data[i];
            if (classOf[i] >= classes)
            {
                throw new InputException($"{labelsName}: label {classOf[i]} of sample {i}; expected 0 to {classes - 1}");
            }
        }

        var shape = new SampleShape(1, images.Shape[1], images.Shape[2]);
        return new ByteSampleSet(images.Data, shape, classOf, classes, normalisation);
    }
}
