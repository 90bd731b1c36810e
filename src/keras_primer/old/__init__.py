"""Old Keras code: what it does today (`catalogue`), and finding it in a program (`doctor`)."""
